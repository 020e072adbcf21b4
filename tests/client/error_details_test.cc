#include "backlinks/error_details.h"

#include <string>

#include "absl/strings/cord.h"
#include "absl/strings/string_view.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "service/common/status/status.h"

namespace backlinks {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

TEST(ErrorDetails, OfAnInvalidRequest) {
  const ErrorDetails details = GetErrorDetails(MakeInvalid(
      Reason::kInvalidQuery, {{"query.target", "is empty"}, {"", "is bad"}}));
  EXPECT_EQ(details.reason, v1::INVALID_QUERY);
  EXPECT_EQ(details.reason_name, "INVALID_QUERY");
  EXPECT_THAT(details.metadata, ElementsAre(Pair("path", "query.target"),
                                            Pair("violation_count", "2")));
  ASSERT_EQ(details.violations.size(), 2);
  EXPECT_EQ(details.violations[0].field, "query.target");
  EXPECT_EQ(details.violations[0].description, "is empty");
  EXPECT_EQ(details.violations[1].field, "");
  EXPECT_EQ(details.retry_delay, std::nullopt);
}

TEST(ErrorDetails, RetryDelay) {
  const ErrorDetails details = GetErrorDetails(WithRetryDelay(
      MakeError(Reason::kConcurrency, "busy"), absl::Milliseconds(1500)));
  EXPECT_EQ(details.reason, v1::CONCURRENCY);
  EXPECT_EQ(details.retry_delay, absl::Milliseconds(1500));
}

// Replaces a text in all details by one of the same length.
absl::Status Replaced(const absl::Status& status, const std::string& text,
                      const std::string& by) {
  absl::Status replaced(status.code(), status.message());
  status.ForEachPayload([&](absl::string_view type, const absl::Cord& payload) {
    std::string bytes(payload);
    const size_t at = bytes.find(text);
    if (at != std::string::npos) bytes.replace(at, text.size(), by);
    replaced.SetPayload(type, absl::Cord(bytes));
  });
  return replaced;
}

TEST(ErrorDetails, AReasonOfANewerServer) {
  const ErrorDetails details = GetErrorDetails(Replaced(
      MakeError(Reason::kConcurrency, "busy"), "CONCURRENCY", "NEW_REASON1"));
  EXPECT_EQ(details.reason, v1::ERROR_REASON_UNSPECIFIED);
  EXPECT_EQ(details.reason_name, "NEW_REASON1");
}

TEST(ErrorDetails, TheReasonOfAnotherDomain) {
  const ErrorDetails details = GetErrorDetails(
      Replaced(MakeError(Reason::kConcurrency, "busy", {{"limit", "5"}}),
               std::string(kErrorDomain), "proxies.com!"));
  EXPECT_EQ(details.reason, v1::ERROR_REASON_UNSPECIFIED);
  EXPECT_EQ(details.reason_name, "");
  EXPECT_THAT(details.metadata, IsEmpty());
}

TEST(ErrorDetails, EmptyWithoutDetails) {
  const ErrorDetails details = GetErrorDetails(absl::UnavailableError("gone"));
  EXPECT_EQ(details.reason, v1::ERROR_REASON_UNSPECIFIED);
  EXPECT_THAT(details.violations, IsEmpty());
}

}  // namespace
}  // namespace backlinks
