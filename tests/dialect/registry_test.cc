#include "service/dialect/registry.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace backlinks::dialect {
namespace {

TEST(RegistryTest, MakesEveryDialectByItsName) {
  EXPECT_THAT(DialectNames(), testing::ElementsAre("ahrefs_v2", "ahrefs_v3"));
  for (const std::string_view name : DialectNames()) {
    const auto dialect = MakeDialect(name, {.base_path = "/"});
    ASSERT_NE(dialect, nullptr) << name;
    EXPECT_EQ(dialect->name(), name);
    EXPECT_EQ(DefaultUpstreamUrl(name).substr(0, 8), "https://");
  }
}

TEST(RegistryTest, PassesTheOptionsOn) {
  const auto v3 = MakeDialect("ahrefs_v3", {.base_path = "/here/",
                                            .token = Secret("k"),
                                            .max_rows_per_request = 250});
  EXPECT_EQ(v3->max_page_rows(), 250);
  const auto request = v3->MakeAllowanceRequest();
  ASSERT_TRUE(request.has_value());
  EXPECT_EQ(request->redacted_target,
            "/here/subscription-info/limits-and-usage");
  EXPECT_EQ(DefaultUpstreamUrl("ahrefs_v3"), "https://api.ahrefs.com/v3/");
}

TEST(RegistryTest, RejectsOtherNames) {
  EXPECT_EQ(MakeDialect("ahrefs_v1", {}), nullptr);
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

TEST(Dialects, UseAReplacedTokenForTheNextRequest) {
  for (const std::string_view name : DialectNames()) {
    const UpstreamToken token(Secret("old-token"));
    const auto dialect = MakeDialect(name, {.token = token});
    const auto secrets = [](const HttpRequest& request) {
      std::string text = request.target.Reveal();
      for (const auto& [key, value] : request.headers) text += value.Reveal();
      return text;
    };
    const HttpRequest before = dialect->MakeRequest({}, {});
    token.Replace(Secret("new-token"));
    const HttpRequest after = dialect->MakeRequest({}, {});
    EXPECT_THAT(secrets(before), testing::HasSubstr("old-token"));
    EXPECT_THAT(secrets(after), testing::HasSubstr("new-token"));
    EXPECT_THAT(secrets(after), testing::Not(testing::HasSubstr("old-token")));
    EXPECT_EQ(before.redacted_target, after.redacted_target);
    EXPECT_THAT(secrets(*dialect->MakeAllowanceRequest()),
                testing::HasSubstr("new-token"));
  }
}

TEST(AhrefsV2Test, ReportsItsAbilities) {
  const auto v2 = MakeAhrefsV2("/", Secret("t"));
  EXPECT_TRUE(v2->nullable().none());
  EXPECT_EQ(v2->orderable(), FullColumnSet());
  EXPECT_EQ(v2->JoinAnd({}), "");
  EXPECT_EQ(v2->JoinAnd({"a=1", "b=2"}), "a=1,b=2");
  EXPECT_EQ(v2->JoinOr({"a=1", "b=2"}), std::nullopt);
  const auto nullable = MakeDialect("ahrefs_v2", {.nullable = 1U << 3});
  EXPECT_EQ(nullable->nullable(), ColumnSet(1U << 3));
  const FilterNode below = {.column = 3, .matcher = NumberRangeMatcher{{}, 5}};
  EXPECT_EQ(v2->Translate(below, true).condition, "ahrefs_rank>=5");
  EXPECT_EQ(nullable->Translate(below, true).condition, "");
}

TEST(AhrefsV2Test, TreatsAShortPageAsTheEndIfTheCapIsKnown) {
  const auto unknown = MakeDialect("ahrefs_v2", {});
  EXPECT_EQ(unknown->max_page_rows(), 0);
  EXPECT_FALSE(unknown->short_page_is_end());
  EXPECT_FALSE(unknown->IsEnd(7));
  const auto known = MakeDialect("ahrefs_v2", {.max_rows_per_request = 100});
  EXPECT_EQ(known->max_page_rows(), 100);
  EXPECT_TRUE(known->short_page_is_end());
  EXPECT_TRUE(known->IsEnd(7));
  const auto none =
      MakeDialect("ahrefs_v2", {.max_rows_per_request = kNoRowCap});
  EXPECT_TRUE(none->short_page_is_end());
}

TEST(AhrefsV2Test, ReadsTheRowCountFromTheHead) {
  const auto v2 = MakeAhrefsV2("/", Secret("t"));
  const auto count = [&v2](const char* text) {
    return v2->ResultCount({200, {{"x-results-count", text}}});
  };
  EXPECT_EQ(count("0"), 0);
  EXPECT_EQ(count("1000"), 1000);
  EXPECT_EQ(count("-1"), std::nullopt);
  EXPECT_EQ(count("many"), std::nullopt);
  EXPECT_EQ(count("99999999999999999999"), std::nullopt);
  EXPECT_EQ(v2->ResultCount({200, {}}), std::nullopt);
}

TEST(AhrefsV2Test, ReadsItsAllowance) {
  const auto v2 = MakeAhrefsV2("/", Secret("t"));
  ASSERT_TRUE(v2->MakeAllowanceRequest().has_value());
  const auto allowance = v2->ReadAllowance({{"rows_left", "999999788.8"},
                                            {"rows_limit", "1000000000"},
                                            {"subscription", "Enterprise"}});
  ASSERT_TRUE(allowance.has_value());
  EXPECT_EQ(allowance->remaining, 999'999'788'800);
  EXPECT_EQ(allowance->limit, 1'000'000'000'000);
  EXPECT_EQ(allowance->subscription, "Enterprise");
  EXPECT_TRUE(v2->ReadAllowance({{"rows_left", "1"}, {"rows_limit", "2"}}));
  EXPECT_FALSE(v2->ReadAllowance({}));
  EXPECT_FALSE(v2->ReadAllowance({{"rows_left", "1"}}));
  EXPECT_FALSE(v2->ReadAllowance({{"rows_left", "x"}, {"rows_limit", "2"}}));
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
}  // namespace backlinks::dialect
