#include "service/state/random_id.h"

#include <cstdint>
#include <limits>

#include "absl/random/random.h"
#include "fmt/format.h"

namespace backlinks::state {

std::string MakeRandomId() {
  absl::BitGen random;
  constexpr uint64_t kMax = std::numeric_limits<uint64_t>::max();
  const auto high =
      absl::Uniform<uint64_t>(absl::IntervalClosed, random, 0, kMax);
  const auto low =
      absl::Uniform<uint64_t>(absl::IntervalClosed, random, 0, kMax);
  return fmt::format("{:016x}{:016x}", high, low);
}

}  // namespace backlinks::state
