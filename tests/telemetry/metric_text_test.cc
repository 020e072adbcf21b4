#include "service/telemetry/metric_text.h"

#include "gtest/gtest.h"

namespace backlinks::telemetry {
namespace {

TEST(ShortenBounds, ChangesTheBoundsOfBucketsAlone) {
  const struct {
    const char* text;
    const char* expected;
  } cases[] = {
      {"", ""},
      {"a 0.0005999999999999999\n", "a 0.0005999999999999999\n"},
      {"a_bucket{le=\"0.0005999999999999999\"} 3\n",
       "a_bucket{le=\"0.0006\"} 3\n"},
      {"a{b=\"c\",le=\"1.0000000000000001e-05\"} 1\na{b=\"c\",le=\"+Inf\"} 1\n",
       "a{b=\"c\",le=\"1e-05\"} 1\na{b=\"c\",le=\"+Inf\"} 1\n"},
      {"a{le=\"4294967296\"} 1\n", "a{le=\"4294967296\"} 1\n"},
      {"a{title=\"0.0005999999999999999\"} 1\n",
       "a{title=\"0.0005999999999999999\"} 1\n"},
      {"le=\"0.0005999999999999999\"", "le=\"0.0005999999999999999\""},
      {"a{le=\"0.1", "a{le=\"0.1"},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(ShortenBounds(c.text), c.expected) << c.text;
  }
}

}  // namespace
}  // namespace backlinks::telemetry
