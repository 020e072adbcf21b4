#include "service/decode/rounded_int.h"

#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "fmt/format.h"
#include "gtest/gtest.h"
#include "tests/support/random_source.h"

namespace backlinks::decode {
namespace {

constexpr int64_t kMin = std::numeric_limits<int64_t>::min();
constexpr int64_t kMax = std::numeric_limits<int64_t>::max();

struct Case {
  std::string written;
  std::optional<int64_t> rounded;
};

std::vector<Case> Numbers() {
  return {
      {"0", 0},
      {"-0", 0},
      {"21", 21},
      {"20.5", 21},
      {"0.5", 1},
      {"1.5", 2},
      {"2.5", 3},
      {"-0.5", -1},
      {"-0.4", 0},
      {"-1.5", -2},
      {"0.49999999999999999999999999", 0},
      {"20.499999999999999999", 20},
      {"20.500000000000000000", 21},
      {"0.0", 0},
      {"9.9", 10},
      {"2.05e1", 21},
      {"2.049E+1", 20},
      {"205e-1", 21},
      {"0.05e1", 1},
      {"5e-1", 1},
      {"5e-2", 0},
      {"0.00205e4", 21},
      {"1e18", 1'000'000'000'000'000'000},
      {"0.0000001e7", 1},
      {"0e999999999999999999999", 0},
      {"0.000e400", 0},
      {"1e-400", 0},
      {"-1e-99999999999999999999", 0},
      {"9223372036854775807", kMax},
      {"9223372036854775807.4", kMax},
      {"9223372036854775806.5", kMax},
      {"-9223372036854775808", kMin},
      {"-9223372036854775808.4", kMin},
      {"-9223372036854775807.5", kMin},
      {"9.2233720368547758074e18", kMax},
      {"1" + std::string(30, '0') + "e-30", 1},
  };
}

std::vector<Case> NoNumbers() {
  const std::vector<std::string> all = {
      "9223372036854775807.5",
      "9223372036854775808",
      "-9223372036854775808.5",
      "-9223372036854775809",
      "9999999999999999999.9",
      "99999999999999999999",
      "1e19",
      "1e400",
      "-1e99999999999999999999",
      "",
      "-",
      "abc",
      "20.5x",
      " 20.5",
      "20.5 ",
      "+1",
      "1.",
      ".5",
      "1e",
      "1e+",
      "1e1.5",
      "1e+-1",
      "--1",
      "007",
      "0x10",
      "NaN",
      "Infinity",
      "1,5",
      "1.5.5",
  };
  std::vector<Case> cases;
  cases.reserve(all.size());
  for (const std::string& written : all) cases.push_back({written, {}});
  return cases;
}

TEST(RoundedIntTest, IsTheNearestAndOfHalvesTheOneFartherFromZero) {
  for (const Case& c : Numbers()) {
    EXPECT_EQ(RoundedInt(c.written), c.rounded) << c.written;
  }
}

TEST(RoundedIntTest, IsEmptyIfNotANumberOrNotAnInt) {
  for (const Case& c : NoNumbers()) {
    EXPECT_EQ(RoundedInt(c.written), c.rounded) << c.written;
  }
}

// A double has eighths exactly.
TEST(RoundedIntPropertyTest, MatchesStdRoundInEveryNotation) {
  testing_support::RandomSource random(testing_support::PrintedSeed());
  for (int i = 0; i < 20'000; ++i) {
    const int64_t eighths = random.Below(2'000'000) - 1'000'000;
    const double number = static_cast<double>(eighths) / 8;
    const auto expected = static_cast<int64_t>(std::round(number));
    ASSERT_EQ(RoundedInt(fmt::format("{:.3f}", number)), expected) << number;
    ASSERT_EQ(RoundedInt(fmt::format("{:.12e}", number)), expected) << number;
    ASSERT_EQ(RoundedInt(fmt::format("{}e-3", eighths * 125)), expected)
        << number;
  }
}

}  // namespace
}  // namespace backlinks::decode
