#include "service/common/backoff/backoff.h"

#include <algorithm>
#include <cmath>

#include "absl/random/random.h"

namespace backlinks {

absl::Duration Backoff(const BackoffPolicy& policy, int64_t retry,
                       double random) {
  // Zero times an infinite factor is not a number.
  if (policy.first <= absl::ZeroDuration()) return absl::ZeroDuration();
  const double factor = std::pow(policy.growth, static_cast<double>(retry));
  const absl::Duration full = std::min(policy.first * factor, policy.max);
  return full * (1 - policy.jitter * (1 - random));
}

absl::Duration Backoff(const BackoffPolicy& policy, int64_t retry) {
  static thread_local absl::BitGen generator;
  return Backoff(policy, retry, absl::Uniform(generator, 0.0, 1.0));
}

}  // namespace backlinks
