#include "service/common/text/decimal.h"

#include <limits>
#include <string>

#include "fmt/format.h"
#include "gtest/gtest.h"
#include "tests/support/random_source.h"

namespace backlinks::text {
namespace {

using testing_support::PrintedSeed;
using testing_support::RandomSource;

constexpr int64_t kMin = std::numeric_limits<int64_t>::min();
constexpr int64_t kMax = std::numeric_limits<int64_t>::max();

struct IntCase {
  std::string text;
  std::optional<int64_t> value;
};

TEST(ExactInt, AcceptsOnlyWhatIsExact) {
  const IntCase cases[] = {
      {"21", 21},
      {"-21", -21},
      {"0", 0},
      {"-0", 0},
      {"007", 7},
      {"21.0", 21},
      {"2.1e1", 21},
      {"2.1E+1", 21},
      {"210e-1", 21},
      {"1e+05", 100'000},
      {"0.0", 0},
      {"0e999999999999999999999", 0},
      {"0.00001e5", 1},
      {"1.000000000000000000000000000000", 1},
      {"100000000000000000000000e-5", 1'000'000'000'000'000'000},
      {"9007199254740993.0", 9'007'199'254'740'993},  // Not a double.
      {"9223372036854775807", kMax},
      {"9223372036854775807.0", kMax},
      {"-9223372036854775808", kMin},
      {"-9223372036854775808.0", kMin},
      {"9223372036854775808", {}},
      {"-9223372036854775809", {}},
      {"-9223372036854775809.0", {}},
      {"18446744073709551616", {}},
      {"21.5", {}},
      {"21.7", {}},
      {"2.00000000000000000000000000001", {}},  // 2 as a double.
      {"1e-400", {}},                           // 0 as a double.
      {"1e400", {}},
      {"1e19", {}},
      {"1e99999999999999999999999", {}},
      {"abc", {}},
      {"", {}},
      {"-", {}},
      {"+21", {}},
      {" 21", {}},
      {"21 ", {}},
      {"21.", {}},
      {".5", {}},
      {"1e", {}},
      {"1e+", {}},
      {"1e+-1", {}},
      {"1e1.0", {}},
      {"0x15", {}},
      {"NaN", {}},
      {"Infinity", {}},
      {"1,000", {}},
  };
  for (const IntCase& c : cases) {
    EXPECT_EQ(ExactInt(c.text), c.value) << '"' << c.text << '"';
  }
}

TEST(ExactInt, RandomNumbersSurviveEveryWayOfWritingThem) {
  RandomSource random(PrintedSeed());
  for (int i = 0; i < 20'000; ++i) {
    const int64_t value = (random.Below(kMax) >> random.Below(63)) *
                          (random.Percent(50) ? 1 : -1);
    const std::string digits = fmt::to_string(value);
    const std::string zeros(random.Below(30), '0');
    ASSERT_EQ(ExactInt(digits), value);
    ASSERT_EQ(ExactInt(fmt::format("{}.{}0", digits, zeros)), value) << digits;
    ASSERT_EQ(ExactInt(fmt::format("{}{}e-{}", digits, zeros, zeros.size())),
              value)
        << digits;
    ASSERT_EQ(ExactInt(fmt::format("{}.{}1", digits, zeros)), std::nullopt)
        << digits;
    // The point among the digits, and an exponent that puts it back.
    const size_t first = value < 0 ? 2 : 1;
    std::string moved = digits;
    moved.insert(first, digits.size() > first ? "." : "");
    ASSERT_EQ(ExactInt(fmt::format("{}e{}", moved, digits.size() - first)),
              value)
        << moved;
  }
}

TEST(ParseMilli, AcceptsUpToThreeDecimalsAndRoundsNothing) {
  const IntCase cases[] = {
      {"0", 0},
      {"-0.0", 0},
      {"1", 1000},
      {"999999788.8", 999'999'788'800},
      {"0.5", 500},
      {"0.001", 1},
      {"-0.001", -1},
      {"12.345", 12'345},
      {"12.345000", 12'345},
      {"1e9", 1'000'000'000'000},
      {"1.5e-2", 15},
      {"1000e-6", 1},
      {"9223372036854775.807", kMax},
      {"-9223372036854775.808", kMin},
      {"9223372036854775.808", {}},
      {"-9223372036854775.809", {}},
      {"9223372036854776", {}},
      {"1e16", {}},
      {"1e1000000000000", {}},
      {"1e-1000000000000", {}},
      {"0.0001", {}},
      {"12.3456", {}},
      {"0.0010000000000000000000000001", {}},
      {"", {}},
      {"1.", {}},
      {".5", {}},
      {"+1", {}},
      {"1,5", {}},
      {" 1", {}},
      {"1 ", {}},
      {"NaN", {}},
      {"unlimited", {}},
  };
  for (const IntCase& c : cases) {
    EXPECT_EQ(ParseMilli(c.text), c.value) << '"' << c.text << '"';
  }
}

TEST(FormatMilli, WritesNoMoreDecimalsThanNeeded) {
  EXPECT_EQ(FormatMilli(0), "0");
  EXPECT_EQ(FormatMilli(1000), "1");
  EXPECT_EQ(FormatMilli(10'000), "10");
  EXPECT_EQ(FormatMilli(999'999'788'800), "999999788.8");
  EXPECT_EQ(FormatMilli(1), "0.001");
  EXPECT_EQ(FormatMilli(10), "0.01");
  EXPECT_EQ(FormatMilli(-500), "-0.5");
  EXPECT_EQ(FormatMilli(kMax), "9223372036854775.807");
  EXPECT_EQ(FormatMilli(kMin), "-9223372036854775.808");
}

TEST(FormatMilli, IsReadBackByParseMilli) {
  RandomSource random(PrintedSeed());
  for (int i = 0; i < 20'000; ++i) {
    const int64_t value = (random.Below(kMax) >> random.Below(63)) *
                          (random.Percent(50) ? 1 : -1);
    ASSERT_EQ(ParseMilli(FormatMilli(value)), value);
  }
}

}  // namespace
}  // namespace backlinks::text
