// Random choices that can be repeated: every property test prints its seed.
#ifndef BACKLINKS_TESTS_SUPPORT_RANDOM_SOURCE_H_
#define BACKLINKS_TESTS_SUPPORT_RANDOM_SOURCE_H_

#include <cstdint>
#include <random>
#include <string>

namespace backlinks::testing_support {

class RandomSource {
 public:
  explicit RandomSource(uint64_t seed) : engine_(seed) {}

  // 0 to below - 1.
  int64_t Below(int64_t below) {
    return std::uniform_int_distribution<int64_t>(0, below - 1)(engine_);
  }

  bool Percent(int chance) { return Below(100) < chance; }

  template <typename Values>
  const auto& Pick(const Values& values) {
    return values[Below(static_cast<int64_t>(std::size(values)))];
  }

  // Up to `most` bytes of those that quotes, escapes and query strings trip
  // over, whole UTF-8 or not.
  std::string HostileBytes(int max);

 private:
  std::mt19937_64 engine_;
};

// The value of BACKLINKS_SEED, or one that differs from run to run; printed.
uint64_t PrintedSeed();

}  // namespace backlinks::testing_support

#endif  // BACKLINKS_TESTS_SUPPORT_RANDOM_SOURCE_H_
