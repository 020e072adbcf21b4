#include "service/dialect/ahrefs_v2/errors.h"

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/cord.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "google/rpc/error_details.pb.h"
#include "gtest/gtest.h"
#include "service/common/status/status.h"

namespace backlinks::dialect::ahrefs_v2 {
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

class HeadTest : public testing::TestWithParam<HeadCase> {};

TEST_P(HeadTest, MatchesTheTable) {
  const HeadCase& c = GetParam();
  const absl::Status status = CheckV2Head(c.head);
  EXPECT_EQ(status.ok(), !c.reason.has_value()) << status;
  EXPECT_EQ(GetReason(status), c.reason) << status;
  EXPECT_EQ(V2NeedsErrorBody(c.head), c.needs_body);
  EXPECT_EQ(RetrySeconds(status), c.retry_seconds);
  if (c.reason) {
    EXPECT_THAT(status.message(), HasSubstr(std::to_string(c.head.status)));
  }
}

std::vector<HeadCase> HeadCases() {
  const auto json = [](int status) {
    return ResponseHead{status, {{"content-type", kJson}}};
  };
  return {
      {"rows", json(200), {}},
      {"rows_untyped", {200, {}}, {}},
      {"rows_as_text", {200, {{"content-type", "text/plain"}}}, {}},
      {"rows_ok", {200, {{"content-type", kJson}, {"x-status", "ok"}}}, {}},
      {"error_in_200",
       {200, {{"content-type", kJson}, {"x-status", "Error"}}},
       Reason::kUpstreamRejected,
       true},
      {"html_in_200",
       {200, {{"content-type", "text/html"}}},
       Reason::kUpstreamMalformed},
      {"html_error_in_200",
       {200, {{"content-type", "text/html"}, {"x-status", "error"}}},
       Reason::kUpstreamMalformed},
      {"xml_in_200",
       {200, {{"content-type", "application/xml"}}},
       Reason::kUpstreamMalformed},
      {"no_content", json(204), Reason::kUpstreamMalformed},
      {"partial", json(206), Reason::kUpstreamMalformed},
      {"redirect",
       {302, {{"location", "http://elsewhere.example/"}}},
       Reason::kUpstreamMalformed},
      {"bad_request", json(400), Reason::kUpstreamRejected, true},
      {"unauthorized", json(401), Reason::kUpstreamCredentials, true},
      {"payment_required", json(402), Reason::kUpstreamQuota, true},
      {"payment_required_html",
       {402, {{"content-type", "text/html"}}},
       Reason::kUpstreamQuota},
      {"forbidden", json(403), Reason::kUpstreamRejected, true},
      {"not_found_html",
       {404, {{"content-type", "text/html"}}},
       Reason::kUpstreamRejected},
      {"timeout", json(408), Reason::kUpstreamUnavailable, false, 1},
      {"too_long", json(414), Reason::kCallerRejected, true},
      {"unprocessable", json(422), Reason::kUpstreamRejected, true},
      {"rate", json(429), Reason::kUpstreamRate, false, 60},
      {"rate_seconds",
       {429, {{"retry-after", "7"}}},
       Reason::kUpstreamRate,
       false,
       7},
      {"rate_absurd",
       {429, {{"retry-after", "99999999999"}}},
       Reason::kUpstreamRate,
       false,
       86'400},
      {"rate_past_date",
       {429, {{"retry-after", "Sun, 06 Nov 1994 08:49:37 GMT"}}},
       Reason::kUpstreamRate,
       false,
       0},
      {"rate_nonsense",
       {429, {{"retry-after", "-3"}}},
       Reason::kUpstreamRate,
       false,
       60},
      {"broken", json(500), Reason::kUpstreamUnavailable, false, 1},
      {"down",
       {503, {{"retry-after", "12"}}},
       Reason::kUpstreamUnavailable,
       false,
       12},
  };
}

INSTANTIATE_TEST_SUITE_P(All, HeadTest, testing::ValuesIn(HeadCases()),
                         [](const auto& info) { return info.param.name; });

TEST(HeadDateTest, RetryAfterMayBeADate) {
  const std::string date =
      absl::FormatTime("%a, %d %b %Y %H:%M:%S GMT",
                       absl::Now() + absl::Hours(1), absl::UTCTimeZone());
  const absl::Status status = CheckV2Head({429, {{"retry-after", date}}});
  EXPECT_GT(RetrySeconds(status), 3000);
  EXPECT_LE(RetrySeconds(status), 3600);
}

struct TextCase {
  std::string name;
  int status;
  std::string text;
  Reason reason;
};

class ErrorTextTest : public testing::TestWithParam<TextCase> {};

TEST_P(ErrorTextTest, MatchesTheTable) {
  const TextCase& c = GetParam();
  const ResponseHead head = {c.status, {{"content-type", kJson}}};
  EXPECT_EQ(GetReason(V2ErrorOf(head, c.text)), c.reason);
}

INSTANTIATE_TEST_SUITE_P(
    All, ErrorTextTest,
    testing::ValuesIn(std::vector<TextCase>{
        {"token", 200, "invalid token", Reason::kUpstreamCredentials},
        {"token_403", 403, "invalid token", Reason::kUpstreamCredentials},
        {"our_column", 200, "order_by: column 'ahrefs_top' not found",
         Reason::kCallerRejected},
        {"where_column", 200, "where: column 'ahrefs_top' not found",
         Reason::kCallerRejected},
        {"not_our_column", 200, "order_by: column 'foobar_rating' not found",
         Reason::kUpstreamRejected},
        {"quota", 200, "Rows limit exceeded", Reason::kUpstreamQuota},
        {"quota_403", 403, "no API units left", Reason::kUpstreamQuota},
        {"other", 200, "something else", Reason::kUpstreamRejected},
        {"empty", 200, "", Reason::kUpstreamRejected},
        {"other_401", 401, "go away", Reason::kUpstreamCredentials},
        {"other_402", 402, "pay first", Reason::kUpstreamQuota},
        {"other_400", 400, "bad", Reason::kUpstreamRejected}}),
    [](const auto& info) { return info.param.name; });

TEST(ErrorTextTest, OnlyKnownTextsGetIntoTheMessage) {
  const ResponseHead head = {200, {{"content-type", kJson}}};
  EXPECT_THAT(V2ErrorOf(head, "invalid token").message(),
              HasSubstr("invalid token"));
  EXPECT_THAT(
      V2ErrorOf(head, "order_by: column 'ahrefs_top' not found").message(),
      HasSubstr("order_by: column 'ahrefs_top' not found"));
  for (const char* text :
       {"?token=s3cret", "rows exceeded for s3cret",
        "order_by: column 's3cret' not found", "invalid token s3cret"}) {
    EXPECT_THAT(V2ErrorOf(head, text).ToString(), Not(HasSubstr("s3cret")));
  }
}

}  // namespace
}  // namespace backlinks::dialect::ahrefs_v2
