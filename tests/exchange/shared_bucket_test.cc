#include <algorithm>
#include <vector>

#include "gtest/gtest.h"
#include "service/exchange/shared_rate.h"

namespace backlinks::exchange {
namespace {

TEST(SharedBucket, IsThatOfTheDocumentation) {
  const SharedBucket bucket = SharedBucketOf({.requests = 60});
  EXPECT_EQ(bucket.burst, 6);
  EXPECT_EQ(bucket.tokens, 55);
  EXPECT_EQ(bucket.window, absl::Seconds(62));
  EXPECT_EQ(SharedBucketOf({.requests = 1}).burst, 1);
  EXPECT_EQ(SharedBucketOf({.requests = 1}).tokens, 1);
}

// The moments of tokens that are taken from a full bucket as soon as possible.
std::vector<absl::Duration> EarliestTokens(const SharedBucket& bucket,
                                           int64_t count) {
  std::vector<absl::Duration> moments;
  for (int64_t i = 0; i < count; ++i) {
    moments.push_back(bucket.interval() *
                      std::max<int64_t>(0, i + 1 - bucket.burst));
  }
  return moments;
}

class SharedBucketOfLimit : public testing::TestWithParam<int> {};

TEST_P(SharedBucketOfLimit, KeepsTheLimitAndUsesMostOfIt) {
  const RateLimit limit{.requests = GetParam()};
  const SharedBucket bucket = SharedBucketOf(limit);
  const auto moments = EarliestTokens(bucket, limit.requests + 1);
  // The last one is used at once, the first as late as possible.
  EXPECT_GE(moments.back() - moments.front(),
            limit.window + TokenLife(limit) - absl::Milliseconds(1));
  const double per_window = absl::FDivDuration(limit.window, bucket.interval());
  EXPECT_GE(per_window, 0.85 * static_cast<double>(limit.requests));
}

INSTANTIATE_TEST_SUITE_P(Limits, SharedBucketOfLimit,
                         testing::Values(1, 2, 9, 10, 12, 15, 19, 20, 60, 99,
                                         100, 1000, 100'000));

}  // namespace
}  // namespace backlinks::exchange
