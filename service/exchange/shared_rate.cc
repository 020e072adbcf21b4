#include "service/exchange/shared_rate.h"

#include <algorithm>

namespace backlinks::exchange {

SharedBucket SharedBucketOf(const RateLimit& limit) {
  const int64_t burst = std::max<int64_t>(1, limit.requests / 10);
  return {.tokens = limit.requests - burst + 1,
          .window = limit.window + TokenLife(limit),
          .burst = burst};
}

absl::Duration TokenLife(const RateLimit& limit) { return limit.window / 30; }

}  // namespace backlinks::exchange
