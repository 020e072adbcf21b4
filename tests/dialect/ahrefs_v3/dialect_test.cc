#include "service/dialect/dialect.h"

#include <memory>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "service/dialect/ahrefs_v3/column_table.h"

namespace backlinks::dialect::ahrefs_v3 {
namespace {

int Number(std::string_view name) { return FindColumn(name)->number; }

ColumnSet Columns(const std::vector<std::string_view>& names) {
  ColumnSet columns;
  for (const std::string_view name : names) columns.set(Number(name));
  return columns;
}

TEST(AhrefsV3Test, HasTheColumnsThatHaveAField) {
  const auto v3 = MakeAhrefsV3({});
  const ColumnSet all = FullColumnSet() & ~Columns({"prev_visited"});
  EXPECT_EQ(v3->name(), "ahrefs_v3");
  EXPECT_EQ(v3->columns(), all);
  EXPECT_EQ(v3->nullable(), all & ~Columns({"url_from", "url_to"}));
  EXPECT_EQ(v3->orderable(),
            all & ~Columns({"link_type", "language", "original"}));
}

TEST(AhrefsV3Test, MapsItsFields) {
  const auto v3 = MakeAhrefsV3({});
  EXPECT_EQ(v3->rows_key(), "backlinks");
  for (const V3Column& column : kV3Columns) {
    if (column.field.empty()) continue;
    EXPECT_EQ(v3->ColumnOf(column.field), column.number);
  }
  EXPECT_EQ(v3->ColumnOf("first_seen"), Number("url_from_first_seen"));
  EXPECT_EQ(v3->ColumnOf("domain_rating"), 0);
  EXPECT_EQ(v3->ColumnOf("prev_visited"), 0);
  EXPECT_EQ(v3->ColumnOf("traffic"), 0);
  EXPECT_EQ(v3->ColumnOf(""), 0);
}

TEST(AhrefsV3Test, ReadsWhatV3HasInOtherForms) {
  CellReadings expected = {};
  expected[Number("ahrefs_rank")] = CellReading::kRounded;
  expected[Number("domain_rating")] = CellReading::kRounded;
  expected[Number("language")] = CellReading::kFirstOfList;
  expected[Number("original")] = CellReading::kPageFound;
  expected[Number("link_type")] = CellReading::kV3LinkType;
  EXPECT_EQ(MakeAhrefsV3({})->readings(), expected);
}

TEST(AhrefsV3Test, ExpressesOrAndNot) {
  const auto v3 = MakeAhrefsV3({});
  EXPECT_EQ(v3->JoinAnd({}), "");
  EXPECT_EQ(v3->JoinAnd({"1"}), "1");
  EXPECT_EQ(v3->JoinAnd({"1", "2"}), R"({"and":[1,2]})");
  EXPECT_EQ(v3->JoinOr({"1", "2"}), R"({"or":[1,2]})");
  const FilterNode test = {.column = Number("http_code"),
                           .matcher = NumberSetMatcher{{200}}};
  EXPECT_EQ(v3->Translate(test, false).condition,
            R"({"field":"http_code","is":["eq",200]})");
  EXPECT_NE(v3->Translate(test, true).condition,
            v3->Translate(test, false).condition);
}

TEST(AhrefsV3Test, EndsByAShortPageThatIsNoCapOfAPlan) {
  const auto capped = MakeAhrefsV3({.max_rows_per_request = 250});
  EXPECT_EQ(capped->page_start(), PageStart::kKeyset);
  EXPECT_EQ(capped->max_page_rows(), 250);
  EXPECT_FALSE(capped->short_page_is_end());
  EXPECT_TRUE(capped->IsEnd(0));
  EXPECT_TRUE(capped->IsEnd(99));
  EXPECT_FALSE(capped->IsEnd(100));
  EXPECT_TRUE(capped->IsEnd(101));
  EXPECT_TRUE(capped->IsEnd(249));
  EXPECT_FALSE(capped->IsEnd(250));
  EXPECT_FALSE(capped->IsEnd(251));
  const auto odd = MakeAhrefsV3({.max_rows_per_request = 1000});
  EXPECT_FALSE(odd->IsEnd(500));
  EXPECT_TRUE(odd->IsEnd(999));
  const auto unknown = MakeAhrefsV3({});
  EXPECT_EQ(unknown->max_page_rows(), 0);
  EXPECT_FALSE(unknown->IsEnd(0));
  EXPECT_FALSE(unknown->IsEnd(7));
  EXPECT_EQ(unknown->min_page_cap(), 100);
}

TEST(AhrefsV3PriceTest, CountsEachFieldOnce) {
  const auto v3 = MakeAhrefsV3({});
  Plan plan = {.select = Columns({"url_from", "title", "prev_visited"})};
  EXPECT_EQ(v3->RowPrice(plan, false), 2'000);
  plan.order_by = {{Number("title"), true}, {Number("http_code"), false}};
  EXPECT_EQ(v3->RowPrice(plan, false), 3'000);
  plan.where = R"({"and":[{"not":{"field":"title","is":["eq","field"]}},)"
               R"({"or":[{"field":"name_source","is":["eq","a"]},)"
               R"({"field":"languages","list_is":{"any":["eq","de"]}}]}]})";
  EXPECT_EQ(v3->RowPrice(plan, false), 5'000);
  plan.having = R"({"field":"domain_rating_source","is":["lt",5]})";
  EXPECT_EQ(v3->RowPrice(plan, false), 6'000);
  plan.full_order_by = plan.order_by;
  plan.full_order_by.push_back({Number("alt"), false});
  EXPECT_EQ(v3->RowPrice(plan, false), 6'000);
  EXPECT_EQ(v3->RowPrice(plan, true), 7'000);
}

TEST(AhrefsV3PriceTest, FindsFieldsHoweverDeep) {
  std::string where;
  for (int i = 0; i < 100; ++i) where += R"({"not":)";
  where += R"({"field":"alt","is":"is_null"})" + std::string(100, '}');
  EXPECT_EQ(MakeAhrefsV3({})->RowPrice({.where = where}, false), 1'000);
}

TEST(AhrefsV3PriceTest, OfAPageHasAFloor) {
  const auto v3 = MakeAhrefsV3({});
  EXPECT_EQ(v3->price_unit(), PriceUnit::kApiUnits);
  const Plan plan = {.row_price = 3'000, .full_order_row_price = 24'000};
  EXPECT_EQ(v3->PagePrice(plan, {}, 0), 50'000);
  EXPECT_EQ(v3->PagePrice(plan, {}, 16), 50'000);
  EXPECT_EQ(v3->PagePrice(plan, {}, 17), 51'000);
  const auto from = [](bool in_full_order) {
    return Page{.from = std::make_shared<const KeysetPosition>(
                    KeysetPosition{.in_full_order = in_full_order})};
  };
  EXPECT_EQ(v3->PagePrice(plan, from(false), 100), 300'000);
  EXPECT_EQ(v3->PagePrice(plan, from(true), 100), 2'400'000);
}

TEST(AhrefsV3HeadTest, HasRowsPriceAndCache) {
  const auto v3 = MakeAhrefsV3({});
  const ResponseHead head = {200,
                             {{"x-api-rows", "100"},
                              {"x-api-units-cost-row", "3"},
                              {"x-api-units-cost-total", "300"},
                              {"x-api-units-cost-total-actual", "250"},
                              {"x-api-cache", "hit"}}};
  EXPECT_EQ(v3->ResultCount(head), 100);
  EXPECT_EQ(v3->ReportedPrice(head), 250'000);
  EXPECT_TRUE(v3->IsCached(head));
}

TEST(AhrefsV3HeadTest, MayHaveNoAccount) {
  const auto v3 = MakeAhrefsV3({});
  const ResponseHead none = {200, {}};
  EXPECT_EQ(v3->ResultCount(none), std::nullopt);
  EXPECT_EQ(v3->ReportedPrice(none), std::nullopt);
  EXPECT_FALSE(v3->IsCached(none));
  const ResponseHead odd = {200,
                            {{"x-api-rows", "-1"},
                             {"x-api-units-cost-total-actual", "-5"},
                             {"x-api-cache", "no_cache"}}};
  EXPECT_EQ(v3->ResultCount(odd), std::nullopt);
  EXPECT_EQ(v3->ReportedPrice(odd), std::nullopt);
  EXPECT_FALSE(v3->IsCached(odd));
}

struct AllowanceCase {
  std::string name;
  FlatDocument members;
  int64_t remaining;  // Below 0: nothing can be read.
  int64_t limit = 0;
};

class V3AllowanceTest : public testing::TestWithParam<AllowanceCase> {};

TEST_P(V3AllowanceTest, IsWhatTheTighterLimitLeaves) {
  const AllowanceCase& c = GetParam();
  FlatDocument members = c.members;
  members["subscription"] = "Enterprise";
  const auto allowance = MakeAhrefsV3({})->ReadAllowance(members);
  ASSERT_EQ(allowance.has_value(), c.remaining >= 0);
  if (!allowance) return;
  EXPECT_EQ(allowance->remaining, c.remaining);
  EXPECT_EQ(allowance->limit, c.limit);
  EXPECT_EQ(allowance->subscription, "Enterprise");
}

FlatDocument Workspace(const char* limit, const char* usage) {
  return {{"units_limit_workspace", limit}, {"units_usage_workspace", usage}};
}

FlatDocument WithKey(FlatDocument members, const char* limit,
                     const char* usage) {
  members["units_limit_api_key"] = limit;
  members["units_usage_api_key"] = usage;
  return members;
}

INSTANTIATE_TEST_SUITE_P(
    All, V3AllowanceTest,
    testing::ValuesIn(std::vector<AllowanceCase>{
        {"workspace", Workspace("100000", "30670"), 69'330'000, 100'000'000},
        {"unlimited_key",
         {{"units_limit_workspace", "100"},
          {"units_usage_workspace", "30"},
          {"units_usage_api_key", "20"}},
         70'000,
         100'000},
        {"tighter_key", WithKey(Workspace("100", "30"), "50", "10"), 40'000,
         50'000},
        {"wider_key", WithKey(Workspace("100", "30"), "90", "10"), 70'000,
         100'000},
        {"key_alone", WithKey({}, "50", "10"), 40'000, 50'000},
        {"overdrawn", Workspace("100", "130"), 0, 100'000},
        {"none", {}, -1},
        {"no_usage", {{"units_limit_workspace", "100"}}, -1},
        {"no_number", Workspace("many", "1"), -1},
        {"negative", Workspace("-9223372036854775", "9223372036854775"), -1}}),
    [](const auto& info) { return info.param.name; });

}  // namespace
}  // namespace backlinks::dialect::ahrefs_v3
