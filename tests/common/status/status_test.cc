#include "service/common/status/status.h"

#include <algorithm>
#include <exception>
#include <fstream>
#include <iterator>
#include <set>
#include <stdexcept>
#include <string>

#include "backlinks/v1/error_reason.pb.h"
#include "fmt/format.h"
#include "gmock/gmock.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "service/common/status/grpc_status.h"
#include "service/common/status/resume_token.h"
#include "simdjson.h"
#include "tests/support/file/source_path.h"

namespace backlinks {
namespace {

using testing::Pair;
using testing::UnorderedElementsAre;

// A detail of the status, read as a client would: from the wire.
template <typename Detail>
std::optional<Detail> DetailOf(const absl::Status& status) {
  google::rpc::Status wire;
  if (!wire.ParseFromString(ToGrpcStatus(status).error_details())) return {};
  for (const auto& any : wire.details()) {
    Detail detail;
    if (any.UnpackTo(&detail)) return detail;
  }
  return std::nullopt;
}

std::string InfoText(const absl::Status& status, const std::string& key) {
  const auto info = DetailOf<google::rpc::ErrorInfo>(status);
  return info ? info->metadata().at(key) : "";
}

bool IsUtf8(const std::string& text) {
  return simdjson::validate_utf8(text.data(), text.size());
}

std::string Repeated(std::string_view piece, size_t size) {
  std::string text;
  while (text.size() < size) text += piece;
  return text;
}

std::vector<Violation> ManyViolations(int count, size_t path, size_t words) {
  std::vector<Violation> violations;
  violations.reserve(count);
  for (int i = 0; i < count; ++i) {
    violations.push_back({fmt::format("query[{}].{}", i, Repeated("語", path)),
                          Repeated("日本 ", words)});
  }
  return violations;
}

TEST(WithCause, StaysInThisProcess) {
  const absl::Status status = WithCause(
      MakeError(Reason::kInternal, "internal error", {{"page", "3"}}), "why");
  EXPECT_EQ(GetCause(status), "why");
  EXPECT_EQ(GetReason(status), Reason::kInternal);
  const grpc::Status sent = ToGrpcStatus(status);
  EXPECT_EQ(sent.error_details().find("why"), std::string::npos);
  EXPECT_EQ(GetCause(FromGrpcStatus(sent)), "");
  EXPECT_EQ(InfoText(status, "page"), "3");
  EXPECT_EQ(GetCause(MakeError(Reason::kInternal, "internal error")), "");
}

TEST(FromException, KeepsItsTextAsTheCause) {
  const absl::Status known =
      FromException(std::make_exception_ptr(std::runtime_error("broken")));
  EXPECT_EQ(GetReason(known), Reason::kInternal);
  EXPECT_EQ(known.message(), "internal error");
  EXPECT_EQ(GetCause(known), "broken");
  const absl::Status unknown = FromException(std::make_exception_ptr(7));
  EXPECT_EQ(GetReason(unknown), Reason::kInternal);
  EXPECT_NE(GetCause(unknown), "");
}

TEST(MakeError, CarriesReasonDomainAndMetadata) {
  const absl::Status status =
      MakeError(Reason::kUpstreamMalformed, "no rows at byte 7",
                {{"byte_offset", "7"}, {"page", "2"}});
  EXPECT_EQ(status.code(), absl::StatusCode::kDataLoss);
  EXPECT_EQ(status.message(), "no rows at byte 7");
  const auto info = DetailOf<google::rpc::ErrorInfo>(status);
  ASSERT_TRUE(info.has_value());
  EXPECT_EQ(info->reason(), "UPSTREAM_MALFORMED");
  EXPECT_EQ(info->domain(), "backlinks.v1");
  EXPECT_THAT(info->metadata(), UnorderedElementsAre(Pair("byte_offset", "7"),
                                                     Pair("page", "2")));
}

// Two reasons may share a name; then the code tells them apart.
TEST(GetReason, FindsEveryReasonAgain) {
  for (int i = 0; i <= static_cast<int>(kLastReason); ++i) {
    const Reason reason = static_cast<Reason>(i);
    const absl::Status status = MakeError(reason, "x");
    EXPECT_FALSE(ReasonName(reason).empty());
    EXPECT_NE(status.code(), absl::StatusCode::kOk) << ReasonName(reason);
    EXPECT_EQ(GetReason(status), reason) << ReasonName(reason);
  }
}

// Without the marks of code.
std::string TextOfPage(const std::string& name) {
  std::ifstream file(testing_file::SourcePath(name));
  std::string text{std::istreambuf_iterator<char>(file), {}};
  text.erase(std::remove(text.begin(), text.end(), '`'), text.end());
  return text;
}

TEST(ReasonName, IsOnThePageOfErrorsWithItsStatus) {
  const std::string text = TextOfPage("docs/errors.md");
  for (int i = 0; i <= static_cast<int>(kLastReason); ++i) {
    const Reason reason = static_cast<Reason>(i);
    const std::string name(ReasonName(reason));
    const size_t row = text.find("\n| " + name + " | ");
    ASSERT_NE(row, text.npos) << name;
    const std::string line =
        text.substr(row + 1, text.find('\n', row + 1) - row - 1);
    EXPECT_NE(line.find(absl::StatusCodeToString(ReasonCode(reason))),
              line.npos)
        << name;
  }
}

// The comment of each ErrorReason begins with its status code.
TEST(ReasonName, IsAnErrorReasonOfTheContractWithItsStatus) {
  const std::string text = TextOfPage("proto/backlinks/v1/error_reason.proto");
  std::set<std::string> names;
  for (int i = 0; i <= static_cast<int>(kLastReason); ++i) {
    const Reason reason = static_cast<Reason>(i);
    const std::string name(ReasonName(reason));
    names.insert(name);
    const size_t value = text.find("\n  " + name + " = ");
    ASSERT_NE(value, text.npos) << name;
    const size_t comment = text.rfind("\n\n", value);
    EXPECT_NE(text.substr(comment, value - comment)
                  .find(absl::StatusCodeToString(ReasonCode(reason))),
              text.npos)
        << name;
  }
  // All but ERROR_REASON_UNSPECIFIED.
  EXPECT_EQ(names.size(), v1::ErrorReason_descriptor()->value_count() - 1u);
}

TEST(GetReason, IsEmptyForAForeignStatus) {
  EXPECT_EQ(GetReason(absl::OkStatus()), std::nullopt);
  EXPECT_EQ(GetReason(absl::InternalError("x")), std::nullopt);
}

TEST(MakeError, CutsLongPartsBetweenCharacters) {
  for (const std::string_view piece : {"a", "é", "日", "😀"}) {
    for (size_t shift = 0; shift < 4; ++shift) {
      const std::string text = std::string(shift, 'x') + Repeated(piece, 5000);
      const absl::Status status =
          MakeError(Reason::kInternal, text, {{"part", text}});
      const std::string message(status.message());
      EXPECT_LT(message.size(), 1024u);
      EXPECT_TRUE(message.ends_with("…"));
      EXPECT_TRUE(text.starts_with(message.substr(0, message.size() - 3)));
      EXPECT_TRUE(IsUtf8(message)) << piece << shift;
      const std::string part = InfoText(status, "part");
      EXPECT_LT(part.size(), 310u);
      EXPECT_TRUE(IsUtf8(part)) << piece << shift;
    }
  }
}

TEST(MakeInvalid, NamesTheFirstAndCountsTheRest) {
  const absl::Status one =
      MakeInvalid(Reason::kInvalidQuery, {{"query.target", "is empty"}});
  EXPECT_EQ(one.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(one.message(), "query.target: is empty");
  const absl::Status two =
      MakeInvalid(Reason::kInvalidQuery,
                  {{"query.target", "is empty"}, {"row_limit", "is 0"}});
  EXPECT_EQ(two.message(), "query.target: is empty (and 1 more)");
  EXPECT_EQ(InfoText(two, "violation_count"), "2");
  EXPECT_EQ(InfoText(two, "path"), "query.target");
  ASSERT_EQ(GetViolations(two).size(), 2u);
  EXPECT_EQ(GetViolations(two)[1].path, "row_limit");
  EXPECT_EQ(GetViolations(two)[1].description, "is 0");
  EXPECT_EQ(GetReason(two), Reason::kInvalidQuery);
}

TEST(MakeInvalid, NeedsNoPath) {
  EXPECT_EQ(MakeInvalid(Reason::kInvalidQuery, {{"", "is wrong"}}).message(),
            "is wrong");
}

TEST(MakeInvalid, StaysBelowTheLimitsWhateverIsWrong) {
  struct Case {
    int count;
    size_t path;
    size_t words;
  };
  for (const Case c : {Case{1, 9000, 9000}, Case{16, 9000, 9000},
                       Case{17, 1, 1}, Case{500, 2000, 2000}, Case{2, 0, 0}}) {
    const absl::Status status = MakeInvalid(
        Reason::kInvalidQuery, ManyViolations(c.count, c.path, c.words));
    const grpc::Status wire = ToGrpcStatus(status);
    EXPECT_LT(wire.error_message().size(), 1024u) << c.count;
    EXPECT_LT(wire.error_details().size(), 8192u) << c.count;
    EXPECT_EQ(GetViolations(status).size(),
              static_cast<size_t>(std::min(c.count, kMaxViolations)));
    EXPECT_EQ(InfoText(status, "violation_count"), fmt::to_string(c.count));
    for (const Violation& violation : GetViolations(status)) {
      EXPECT_TRUE(IsUtf8(violation.path));
      EXPECT_TRUE(IsUtf8(violation.description));
    }
  }
}

TEST(WithRetryDelay, AddsRetryInfoToWhatIsThere) {
  const absl::Status status = WithRetryDelay(
      MakeError(Reason::kUpstreamRate, "slow down"), absl::Milliseconds(1500));
  const auto retry = DetailOf<google::rpc::RetryInfo>(status);
  ASSERT_TRUE(retry.has_value());
  EXPECT_EQ(retry->retry_delay().seconds(), 1);
  EXPECT_EQ(retry->retry_delay().nanos(), 500'000'000);
  EXPECT_EQ(GetReason(status), Reason::kUpstreamRate);
  EXPECT_EQ(status.message(), "slow down");
}

TEST(WithResumeToken, IsNeverCut) {
  const absl::Status status = MakeError(Reason::kDraining, "why");
  const std::string token(4096, 't');
  EXPECT_EQ(GetResumeToken(WithResumeToken(status, token)), token);
  EXPECT_EQ(WithResumeToken(status, token + "t"), status);
  EXPECT_EQ(WithResumeToken(status, ""), status);
  EXPECT_EQ(GetResumeToken(status), "");
  EXPECT_EQ(GetResumeToken(absl::OkStatus()), "");
  EXPECT_EQ(WithResumeToken(absl::OkStatus(), token), absl::OkStatus());
}

TEST(WithMetadata, AddsToTheRestAndReplacesItsKey) {
  absl::Status status = MakeError(Reason::kInternal, "x", {{"a", "1"}});
  status = WithMetadata(WithMetadata(status, "b", "2"), "a", "3");
  EXPECT_EQ(InfoText(status, "a"), "3");
  EXPECT_EQ(InfoText(status, "b"), "2");
  const absl::Status foreign = absl::InternalError("x");
  EXPECT_EQ(WithMetadata(foreign, "a", "1"), foreign);
}

TEST(GrpcStatus, RoundTripKeepsCodeMessageAndDetails) {
  const absl::Status statuses[] = {
      absl::OkStatus(),
      absl::NotFoundError("no details"),
      MakeError(Reason::kPriceCap, "too dear", {{"price", "7"}}),
      MakeInvalid(Reason::kInvalidQuery, ManyViolations(3, 10, 10)),
      WithRetryDelay(MakeError(Reason::kDraining, "later"), absl::Seconds(2)),
  };
  for (const absl::Status& status : statuses) {
    EXPECT_EQ(FromGrpcStatus(ToGrpcStatus(status)), status) << status;
  }
}

TEST(GrpcStatus, DetailsRepeatCodeAndMessage) {
  const grpc::Status wire =
      ToGrpcStatus(MakeError(Reason::kUpstreamQuota, "spent"));
  google::rpc::Status details;
  ASSERT_TRUE(details.ParseFromString(wire.error_details()));
  EXPECT_EQ(details.code(), wire.error_code());
  EXPECT_EQ(details.message(), wire.error_message());
  EXPECT_EQ(wire.error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
}

TEST(GrpcStatus, DetailsThatDoNotParseAreLeftOut) {
  const grpc::Status wire(grpc::StatusCode::UNAVAILABLE, "gone", "\xFF\xFF");
  EXPECT_EQ(FromGrpcStatus(wire), absl::UnavailableError("gone"));
}

absl::Status Twice(const absl::Status& status, int& calls) {
  BACKLINKS_RETURN_IF_ERROR((++calls, status));
  BACKLINKS_RETURN_IF_ERROR((++calls, status));
  return absl::OkStatus();
}

TEST(ReturnIfError, ReturnsTheFirstErrorAtOnce) {
  int calls = 0;
  EXPECT_EQ(Twice(absl::OkStatus(), calls), absl::OkStatus());
  EXPECT_EQ(calls, 2);
  EXPECT_EQ(Twice(absl::AbortedError("x"), calls), absl::AbortedError("x"));
  EXPECT_EQ(calls, 3);
}

}  // namespace
}  // namespace backlinks
