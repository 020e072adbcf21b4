#include "service/telemetry/span_id.h"

#include <cstdint>
#include <limits>

#include "absl/random/random.h"

namespace backlinks::telemetry {

std::string RandomSpanId() {
  static thread_local absl::BitGen random;
  auto number = absl::Uniform<uint64_t>(absl::IntervalClosed, random, 1,
                                        std::numeric_limits<uint64_t>::max());
  std::string bytes(sizeof(number), '\0');
  for (char& byte : bytes) {
    byte = static_cast<char>(number & 0xff);
    number >>= 8;
  }
  return bytes;
}

std::string RandomTraceId() { return RandomSpanId() + RandomSpanId(); }

}  // namespace backlinks::telemetry
