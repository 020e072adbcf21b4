#include "service/common/status/resume_token.h"

#include <cstddef>
#include <string>

#include "gmock/gmock.h"
#include "google/rpc/error_details.pb.h"
#include "gtest/gtest.h"
#include "service/common/status/error_detail.h"
#include "service/common/status/status.h"

namespace backlinks {
namespace {

using testing::IsEmpty;
using testing::Pair;
using testing::UnorderedElementsAre;

constexpr size_t kMaxToken = 4096;

// The metadata of an error with this token.
auto MetadataWith(const std::string& token) {
  const absl::Status status =
      WithResumeToken(MakeError(Reason::kClientStalled, "stalled"), token);
  EXPECT_EQ(GetReason(status), Reason::kClientStalled);
  return ExtractDetail<google::rpc::ErrorInfo>(status)->metadata();
}

TEST(WithResumeToken, IsNeverTruncated) {
  const std::string token(kMaxToken, 't');
  EXPECT_THAT(MetadataWith(token),
              UnorderedElementsAre(Pair("resume_token", token)));
}

TEST(WithResumeToken, LeavesOutATokenThatIsTooLong) {
  EXPECT_THAT(MetadataWith(std::string(kMaxToken + 1, 't')), IsEmpty());
}

TEST(WithResumeToken, LeavesOutAnEmptyToken) {
  EXPECT_THAT(MetadataWith(""), IsEmpty());
}

}  // namespace
}  // namespace backlinks
