#include "client/cpp/cli/option_values.h"

#include "gtest/gtest.h"

namespace backlinks {
namespace {

TEST(OptionValuesTest, PricesAreExact) {
  EXPECT_EQ(cli::ParsePrice("0"), 0);
  EXPECT_EQ(cli::ParsePrice("12"), 12'000);
  EXPECT_EQ(cli::ParsePrice("0.2"), 200);
  EXPECT_EQ(cli::ParsePrice("1.05"), 1'050);
  EXPECT_EQ(cli::ParsePrice("1.001"), 1'001);
  // As a double this would be …807, or nothing.
  EXPECT_EQ(cli::ParsePrice("9007199254740.993"), 9'007'199'254'740'993);
  EXPECT_EQ(cli::ParsePrice("9223372036854775.807"), INT64_MAX);
}

TEST(OptionValuesTest, WhatIsNoPrice) {
  for (const std::string_view text : {"",
                                      " ",
                                      "-1",
                                      "-0",
                                      "+1",
                                      "-0.001",
                                      "nan",
                                      "NaN",
                                      "inf",
                                      "-inf",
                                      "1e3",
                                      "0x10",
                                      ".5",
                                      "5.",
                                      ".",
                                      "1.0000",
                                      "0.0001",
                                      "1,5",
                                      "1.-5",
                                      "1. 5",
                                      "1 ",
                                      " 1",
                                      "1.2.3",
                                      "9223372036854775.808",
                                      "9223372036854776",
                                      "9223372036854775808",
                                      "99999999999999999999999"}) {
    EXPECT_EQ(cli::ParsePrice(text), std::nullopt) << text;
  }
}

TEST(OptionValuesTest, Counts) {
  EXPECT_EQ(cli::ParseCount("1"), 1);
  EXPECT_EQ(cli::ParseCount("010"), 10);
  EXPECT_EQ(cli::ParseCount("9223372036854775807"), INT64_MAX);
  EXPECT_EQ(cli::ParseCount("7", 7), 7);
  EXPECT_EQ(cli::ParseCount("8", 7), std::nullopt);
  for (const std::string_view text :
       {"", "0", "-1", "+1", "1.5", "1e3", "0x10", "nan", "all", "1 ",
        "9223372036854775808"}) {
    EXPECT_EQ(cli::ParseCount(text), std::nullopt) << text;
  }
}

TEST(OptionValuesTest, Timeouts) {
  EXPECT_EQ(cli::ParseTimeout("1.5"), absl::Milliseconds(1500));
  EXPECT_EQ(cli::ParseTimeout("2s"), absl::Seconds(2));
  EXPECT_EQ(cli::ParseTimeout("250ms"), absl::Milliseconds(250));
  EXPECT_EQ(cli::ParseTimeout("1m30s"), absl::Seconds(90));
  EXPECT_EQ(cli::ParseTimeout("1.5h"), absl::Minutes(90));
  EXPECT_EQ(cli::ParseTimeout("0"), absl::InfiniteDuration());
  EXPECT_EQ(cli::ParseTimeout("0s"), absl::InfiniteDuration());
  for (const std::string_view text :
       {"", "-1", "-1s", "+1s", "nan", "inf", "-inf", "1e999",
        "99999999999999999999h", "5 s", "5x", "s", "5s5", " 5", "5s "}) {
    EXPECT_EQ(cli::ParseTimeout(text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace backlinks
