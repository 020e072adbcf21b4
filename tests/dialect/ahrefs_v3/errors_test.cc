#include "service/dialect/ahrefs_v3/errors.h"

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/cord.h"
#include "gmock/gmock.h"
#include "google/rpc/error_details.pb.h"
#include "gtest/gtest.h"
#include "service/common/status/status.h"

namespace backlinks::dialect::ahrefs_v3 {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr const char* kJson = "application/json; charset=utf-8";

std::optional<int64_t> RetrySeconds(const absl::Status& status) {
  const auto payload =
      status.GetPayload("type.googleapis.com/google.rpc.RetryInfo");
  google::rpc::RetryInfo info;
  if (!payload || !info.ParseFromString(std::string(*payload))) return {};
  return info.retry_delay().seconds();
}

struct HeadCase {
  std::string name;
  ResponseHead head;
  std::optional<Reason> reason;  // Nothing: it is well.
  bool needs_body = false;
  std::optional<int64_t> retry_seconds;
};

class V3HeadTest : public testing::TestWithParam<HeadCase> {};

TEST_P(V3HeadTest, MatchesTheTable) {
  const HeadCase& c = GetParam();
  const absl::Status status = CheckV3Head(c.head);
  EXPECT_EQ(GetReason(status), c.reason) << status;
  EXPECT_EQ(V3NeedsErrorBody(c.head), c.needs_body);
  EXPECT_EQ(RetrySeconds(status), c.retry_seconds);
}

std::vector<HeadCase> HeadCases() {
  const auto json = [](int status) {
    return ResponseHead{status, {{"content-type", kJson}}};
  };
  return {
      {"rows", json(200), {}},
      // v2's word for an error means nothing here.
      {"x_status", {200, {{"x-status", "error"}}}, {}},
      {"html",
       {200, {{"content-type", "text/html"}}},
       Reason::kUpstreamMalformed},
      {"no_content", json(204), Reason::kUpstreamMalformed},
      {"redirect", json(301), Reason::kUpstreamMalformed},
      {"bad_request", json(400), Reason::kUpstreamRejected, true},
      {"unauthorized", json(401), Reason::kUpstreamCredentials, true},
      {"payment_required", json(402), Reason::kUpstreamQuota, true},
      {"forbidden", json(403), Reason::kUpstreamRejected, true},
      {"forbidden_html",
       {403, {{"content-type", "text/html"}}},
       Reason::kUpstreamRejected},
      {"not_found", json(404), Reason::kUpstreamRejected, true},
      {"timeout", json(408), Reason::kUpstreamUnavailable, false, 1},
      {"too_long", json(414), Reason::kCallerRejected, true},
      {"rate", json(429), Reason::kUpstreamRate, false, 60},
      {"rate_seconds",
       {429, {{"retry-after", "7"}}},
       Reason::kUpstreamRate,
       false,
       7},
      {"broken", json(500), Reason::kUpstreamUnavailable, false, 1},
      {"down", json(503), Reason::kUpstreamUnavailable, false, 1},
  };
}

INSTANTIATE_TEST_SUITE_P(All, V3HeadTest, testing::ValuesIn(HeadCases()),
                         [](const auto& info) { return info.param.name; });

struct TextCase {
  std::string name;
  int status;
  std::string text;
  Reason reason;
};

class V3ErrorTextTest : public testing::TestWithParam<TextCase> {};

TEST_P(V3ErrorTextTest, MatchesTheTable) {
  const TextCase& c = GetParam();
  const ResponseHead head = {c.status, {{"content-type", kJson}}};
  const absl::Status status = V3ErrorOf(head, c.text);
  EXPECT_EQ(GetReason(status), c.reason) << status;
  EXPECT_THAT(status.message(), HasSubstr(std::to_string(c.status)));
}

INSTANTIATE_TEST_SUITE_P(
    All, V3ErrorTextTest,
    testing::ValuesIn(std::vector<TextCase>{
        {"key", 401, "Unauthorized", Reason::kUpstreamCredentials},
        {"key_names_column", 401, "bad 'title'", Reason::kUpstreamCredentials},
        {"units", 403,
         "API units limit reached. Expected usage: 50, API units left: 0",
         Reason::kUpstreamQuota},
        {"exhausted", 403, "Quota EXHAUSTED", Reason::kUpstreamQuota},
        {"limit", 403, "monthly limit reached", Reason::kUpstreamQuota},
        {"limits", 403, "over your limits", Reason::kUpstreamQuota},
        {"limit_of_rows", 403, "limit: at most 100 rows",
         Reason::kUpstreamRejected},
        {"limited", 403, "unlimited plans only", Reason::kUpstreamRejected},
        {"plan", 403, "Insufficient plan", Reason::kUpstreamRejected},
        {"empty_403", 403, "", Reason::kUpstreamRejected},
        {"column", 400, "order_by: column 'url_rating_source' not found",
         Reason::kCallerRejected},
        {"column_quoted", 400, R"(Bad select: "title")",
         Reason::kCallerRejected},
        {"column_unquoted", 400, "bad title", Reason::kUpstreamRejected},
        {"column_without_blame", 400, "so 'title' it is",
         Reason::kUpstreamRejected},
        {"not_our_column", 400, "column 'foobar' not found",
         Reason::kUpstreamRejected},
        {"name_of_contract_alone", 400, "column 'ahrefs_rank' not found",
         Reason::kUpstreamRejected},
        {"no_column_of_v3", 400, "column '' not found",
         Reason::kUpstreamRejected},
        {"target", 400, "Invalid target", Reason::kCallerRejected},
        {"part_of_a_name", 400, "bad field name_target",
         Reason::kUpstreamRejected},
        {"target_404", 404, "target not found", Reason::kUpstreamRejected},
        {"other", 400, "something else", Reason::kUpstreamRejected},
        {"empty", 400, "", Reason::kUpstreamRejected},
        {"in_200", 200, "something else", Reason::kUpstreamRejected},
        {"rate", 429, "units", Reason::kUpstreamRate},
        {"broken", 500, "bad target", Reason::kUpstreamUnavailable}}),
    [](const auto& info) { return info.param.name; });

TEST(V3ErrorTextTest, NamesTheColumnInTheWordsOfTheContract) {
  const ResponseHead head = {400, {{"content-type", kJson}}};
  EXPECT_THAT(V3ErrorOf(head, "column 'url_rating_source' not found").message(),
              HasSubstr("'ahrefs_rank'"));
}

TEST(V3ErrorTextTest, NoTextGetsIntoTheMessage) {
  for (const int status : {200, 400, 401, 403, 404, 422, 500}) {
    const ResponseHead head = {status, {{"content-type", kJson}}};
    for (const char* text :
         {"Bearer s3cret", "units limit s3cret", "invalid target s3cret",
          "column 'title' not found s3cret", "bad 's3cret'"}) {
      EXPECT_THAT(V3ErrorOf(head, text).ToString(), Not(HasSubstr("s3cret")));
    }
  }
}

}  // namespace
}  // namespace backlinks::dialect::ahrefs_v3
