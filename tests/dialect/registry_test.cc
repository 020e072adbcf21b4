#include "service/dialect/registry.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace backlinks {
namespace {

TEST(RegistryTest, MakesEveryDialectByItsName) {
  EXPECT_THAT(DialectNames(), testing::Contains("ahrefs_v2"));
  for (const std::string_view name : DialectNames()) {
    const auto dialect = MakeDialect(name, "/", Secret("t"));
    ASSERT_NE(dialect, nullptr) << name;
    EXPECT_EQ(dialect->name(), name);
    EXPECT_EQ(DefaultUpstreamUrl(name).substr(0, 8), "https://");
  }
}

TEST(RegistryTest, KnowsNoOtherName) {
  EXPECT_EQ(MakeDialect("ahrefs_v1", "/", Secret("t")), nullptr);
  EXPECT_EQ(DefaultUpstreamUrl("ahrefs_v1"), "");
}

TEST(AhrefsV2Test, HasTheDocumentedPrices) {
  const auto v2 = MakeAhrefsV2("/", Secret("t"));
  EXPECT_EQ(v2->price_unit(), PriceUnit::kRows);
  EXPECT_EQ(v2->PagePrice({}, {}, 0), 1000);
  EXPECT_EQ(v2->PagePrice({}, {}, 1), 1200);
  EXPECT_EQ(v2->PagePrice({}, {.offset = 1000, .limit = 1000}, 1000), 201'000);
  EXPECT_EQ(v2->PagePrice({.where = "a=1"}, {}, 1), 6200);
  EXPECT_EQ(v2->PagePrice({.having = "a=1"}, {}, 1), 6200);
  EXPECT_EQ(v2->PagePrice({.where = "a=1", .having = "a=1"}, {}, 5), 12'000);
  EXPECT_EQ(v2->ReportedPrice({200, {{"x-results-count", "5"}}}), std::nullopt);
}

TEST(AhrefsV2Test, HasTheColumnsOfTheContract) {
  const auto v2 = MakeAhrefsV2("/", Secret("t"));
  EXPECT_EQ(v2->columns().count(), 25U);
  EXPECT_EQ(v2->rows_key(), "refpages");
  EXPECT_EQ(v2->ColumnOf("url_from"), 1);
  EXPECT_EQ(v2->ColumnOf("url_from_first_seen"), 25);
  EXPECT_EQ(v2->ColumnOf("ugc"), 0);
  EXPECT_EQ(v2->ColumnOf(""), 0);
}

}  // namespace
}  // namespace backlinks
