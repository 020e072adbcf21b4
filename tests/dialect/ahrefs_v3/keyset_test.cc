#include "service/dialect/ahrefs_v3/keyset.h"

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "gtest/gtest.h"
#include "service/dialect/ahrefs_v3/columns.h"
#include "tests/dialect/ahrefs_v3/condition.h"
#include "tests/support/random_source.h"

namespace backlinks::dialect::ahrefs_v3 {
namespace {

using testing_support::RandomSource;

struct Stock {
  std::string column;
  std::vector<KeyValue> values;
};

// Small, so that rows are equal often; only the URLs are never null.
const std::vector<Stock>& Stocks() {
  using std::string_literals::operator""s;
  static const auto* const stocks = new std::vector<Stock>{
      {"url_from", {"http://a/"s, "http://a/\"?"s, "http://b/"s}},
      {"url_to", {"http://x/"s, "http://y/"s}},
      {"ahrefs_rank",
       {std::monostate(), NumberLiteral{"20.5"}, NumberLiteral{"21"},
        NumberLiteral{"3e0"}}},
      {"links_external",
       {std::monostate(), int64_t{-1}, int64_t{0}, int64_t{7}}},
      {"title", {std::monostate(), ""s, "a"s, "\xE6\x97\xA5"s}},
      {"first_seen",
       {std::monostate(), Time{0, 0}, Time{0, 500'000'000}, Time{1, 0}}},
      {"nofollow", {std::monostate(), false, true}},
  };
  return *stocks;
}

int Number(std::string_view name) { return FindColumn(name)->number; }

// By column number.
using Cells = std::map<int, KeyValue>;

Cells RandomCells(RandomSource& random) {
  Cells cells;
  for (const Stock& stock : Stocks()) {
    cells[Number(stock.column)] = random.Pick(stock.values);
  }
  return cells;
}

V3Row ToRow(const Cells& cells) {
  V3Row row;
  for (const auto& [column, value] : cells) {
    const auto* const whole = std::get_if<int64_t>(&value);
    row[std::string(V3FieldOf(column))] =
        whole == nullptr ? value : NumberLiteral{std::to_string(*whole)};
  }
  return row;
}

// Every column of the stock once, in any order.
std::vector<OrderKey> RandomOrder(RandomSource& random) {
  std::vector<OrderKey> order;
  for (const Stock& stock : Stocks()) {
    const auto at = order.begin() + random.Below(order.size() + 1);
    order.insert(at, {Number(stock.column), random.Percent(50)});
  }
  return order;
}

std::vector<KeyValue> ValuesOf(const Cells& cells,
                               const std::vector<OrderKey>& order) {
  std::vector<KeyValue> values;
  values.reserve(order.size());
  for (const OrderKey& key : order) values.push_back(cells.at(key.column));
  return values;
}

// How a row compares to the keyset position in this order.
int OrderOf(const Cells& row, const Cells& position,
            const std::vector<OrderKey>& order) {
  for (const OrderKey& key : order) {
    const int result =
        CompareValues(row.at(key.column), position.at(key.column));
    if (result != 0) return key.descending ? -result : result;
  }
  return 0;
}

struct Trial {
  Plan plan;
  Page page;
  Cells last;
  std::vector<OrderKey> order;  // What the keyset position is in.
};

Trial RandomTrial(RandomSource& random) {
  Trial trial = {.last = RandomCells(random)};
  trial.plan.full_order_by = RandomOrder(random);
  trial.plan.order_by = trial.plan.full_order_by;
  trial.plan.order_by.resize(1 + random.Below(4));
  const size_t shared = trial.plan.order_by.size();
  KeysetPosition position = {.keys = ValuesOf(trial.last, trial.plan.order_by),
                             .in_full_order = random.Percent(40),
                             .after_equals = random.Percent(40)};
  trial.order = trial.plan.order_by;
  if (position.in_full_order && random.Percent(60)) {
    trial.order = trial.plan.full_order_by;
    const auto values = ValuesOf(trial.last, trial.order);
    position.full_order_keys.assign(values.begin() + shared, values.end());
  }
  trial.page.from = std::make_shared<const KeysetPosition>(std::move(position));
  return trial;
}

TEST(V3KeysetPropertyTest, MatchesOnlyTheRowsAtOrAfterIt) {
  RandomSource random(testing_support::PrintedSeed());
  int held = 0;
  int equal = 0;
  for (int i = 0; i < 4'000; ++i) {
    const Trial trial = RandomTrial(random);
    const std::string text = KeysetToV3(trial.plan, trial.page);
    const auto condition = ParseV3Condition(text);
    for (int j = 0; j < 6; ++j) {
      const Cells row = j == 0 ? trial.last : RandomCells(random);
      const int order = OrderOf(row, trial.last, trial.order);
      const bool expected =
          trial.page.from->after_equals ? order > 0 : order >= 0;
      ASSERT_EQ(V3Holds(condition, ToRow(row)), expected) << text;
      held += expected ? 1 : 0;
      equal += order == 0 ? 1 : 0;
    }
  }
  EXPECT_GT(held, 4'000);
  EXPECT_GT(equal, 4'000);
}

struct KeysetCase {
  std::string name;
  std::vector<std::pair<std::string, bool>> order;  // Column, descending.
  KeysetPosition position;
  std::string condition;
};

class V3KeysetTest : public testing::TestWithParam<KeysetCase> {};

TEST_P(V3KeysetTest, MatchesTheTable) {
  const KeysetCase& c = GetParam();
  Plan plan;
  for (const auto& [column, descending] : c.order) {
    plan.order_by.push_back({Number(column), descending});
  }
  const Page page = {.from =
                         std::make_shared<const KeysetPosition>(c.position)};
  EXPECT_EQ(KeysetToV3(plan, page), c.condition);
}

std::vector<KeysetCase> KeysetCases() {
  return {
      {"number",
       {{"http_code", false}},
       {.keys = {int64_t{200}}},
       R"({"field":"http_code","is":["gte",200]})"},
      {"after_number",
       {{"http_code", false}},
       {.keys = {int64_t{200}}, .after_equals = true},
       R"({"field":"http_code","is":["gt",200]})"},
      {"descending",
       {{"http_code", true}},
       {.keys = {int64_t{200}}},
       R"({"or":[{"field":"http_code","is":["lte",200]},)"
       R"({"field":"http_code","is":"is_null"}]})"},
      {"descending_url",
       {{"url_from", true}},
       {.keys = {std::string("http://a/\"")}},
       R"({"field":"url_from","is":["lte","http://a/\""]})"},
      {"time",
       {{"last_visited", false}},
       {.keys = {Time{0, 0}}},
       R"({"field":"last_visited","is":["gte","1970-01-01T00:00:00Z"]})"},
      {"boolean",
       {{"nofollow", false}},
       {.keys = {true}, .after_equals = true},
       R"({"field":"is_nofollow","is":["gt",true]})"},
      {"after_null",
       {{"alt", false}},
       {.keys = {std::monostate()}, .after_equals = true},
       R"({"not":{"field":"alt","is":"is_null"}})"},
      {"last_null",
       {{"alt", true}},
       {.keys = {std::monostate()}},
       R"({"field":"alt","is":"is_null"})"},
      {"never",
       {{"alt", true}, {"title", true}},
       {.keys = {std::monostate(), std::monostate()}, .after_equals = true},
       R"({"and":[{"field":"alt","is":"is_null"},)"
       R"({"not":{"field":"alt","is":"is_null"}}]})"},
      {"two_levels",
       {{"http_code", false}, {"url_from", false}},
       {.keys = {int64_t{200}, std::string("u")}},
       R"({"or":[{"field":"http_code","is":["gt",200]},)"
       R"({"and":[{"field":"http_code","is":["eq",200]},)"
       R"({"field":"url_from","is":["gte","u"]}]}]})"},
      {"no_order", {}, {}, ""},
      {"at_the_first_row",
       {{"http_code", false}},
       {.after_seen = {{7, 1}}},
       ""},
      {"no_order_after",
       {},
       {.after_equals = true},
       R"({"and":[{"field":"url_from","is":"is_null"},)"
       R"({"not":{"field":"url_from","is":"is_null"}}]})"},
  };
}

INSTANTIATE_TEST_SUITE_P(All, V3KeysetTest, testing::ValuesIn(KeysetCases()),
                         [](const auto& info) { return info.param.name; });

TEST(V3KeysetTest, IsNoneAtTheBeginning) {
  EXPECT_EQ(KeysetToV3({.order_by = {{1, false}}}, {}), "");
}

}  // namespace
}  // namespace backlinks::dialect::ahrefs_v3
