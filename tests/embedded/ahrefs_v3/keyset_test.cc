// Pages of v3 by keyset conditions: those of the server are recognized, and
// the pages have the rows of the whole filter.
#include "service/embedded/ahrefs_v3/keyset.h"

#include <memory>
#include <string>
#include <vector>

#include "boost/json/serialize.hpp"
#include "fmt/format.h"
#include "gtest/gtest.h"
#include "service/dialect/dialect.h"
#include "service/embedded/ahrefs_v3/page_sql.h"
#include "service/embedded/ahrefs_v3/query.h"
#include "service/embedded/importer.h"
#include "service/embedded/key_finder.h"
#include "service/http_server/request_target.h"
#include "service/model/keyset_position.h"
#include "service/plan/tie_breakers.h"
#include "tests/embedded/ahrefs_v3/oracle.h"
#include "tests/embedded/files.h"
#include "tests/support/random_source.h"

namespace backlinks::embedded::testing_embedded {
namespace {

namespace json = boost::json;
using ahrefs_v3::V3Query;
using testing_support::RandomSource;

constexpr int kRows = 300;

class Keyset : public ::testing::Test {
 protected:
  Keyset() : random_(testing_support::PrintedSeed()) {
    std::string jsonl;
    for (int i = 0; i < kRows; ++i) {
      rows_.push_back(RandomTableRow(random_, i));
      jsonl += json::serialize(rows_.back()) + "\n";
    }
    const std::string path = files_.path("rows.sqlite");
    EXPECT_TRUE(ImportFiles({files_.Write("rows.jsonl", jsonl)}, path).ok());
    auto database = Database::Open(path);
    EXPECT_TRUE(database.ok()) << database.status();
    database_ = std::make_unique<Database>(*std::move(database));
  }

  // Returns the value of a row in a column, as the server reads it.
  static KeyValue ValueOf(const json::object& row, int column) {
    const Column& known = *FindColumn(AllColumns()[column - 1].name);
    const json::value* const cell =
        row.if_contains({known.name.data(), known.name.size()});
    if (cell == nullptr || cell->is_null()) return {};
    switch (known.type) {
      case ColumnType::kInt64:
        return cell->to_number<int64_t>();
      case ColumnType::kBool:
        return cell->as_bool();
      case ColumnType::kTimestamp: {
        absl::Time time;
        EXPECT_TRUE(absl::ParseTime(absl::RFC3339_full,
                                    std::string(cell->as_string().c_str()),
                                    &time, nullptr));
        return Time{absl::ToUnixSeconds(time), 0};
      }
      default:
        return std::string(cell->as_string().c_str());
    }
  }

  // Returns a plan with some keys before those of the server.
  Plan RandomPlan() {
    Plan plan{.target = "github.com", .page_rows = 1000};
    const ColumnSet orderable = dialect_->orderable();
    while (random_.Percent(50)) {
      const Column& column = random_.Pick(AllColumns());
      const bool is_key = plan::ColumnsOf(plan.order_by)[column.number];
      if (!orderable[column.number] || is_key) continue;
      plan.order_by.push_back({column.number, random_.Percent(50)});
    }
    const ColumnSet free = random_.Percent(70) ? FullColumnSet() : ColumnSet();
    plan::AppendKeysetKeys(orderable, free, plan.order_by);
    plan.full_order_by = plan::FullOrder(orderable, plan.order_by);
    plan.select = dialect_->columns();
    if (random_.Percent(40)) {
      plan.where = R"({"field":"domain_rating_source","is":["neq",10]})";
    }
    if (random_.Percent(20)) {
      plan.having = R"({"or":[{"field":"is_nofollow","is":"is_null"},)"
                    R"({"field":"is_nofollow","is":["eq",true]}]})";
    }
    return plan;
  }

  Page RandomPage(const Plan& plan) {
    KeysetPosition position;
    const json::object& row = random_.Pick(rows_);
    position.in_full_order = random_.Percent(20);
    position.after_equals = random_.Percent(50);
    for (size_t i = 0; i < plan.full_order_by.size(); ++i) {
      const KeyValue value = ValueOf(row, plan.full_order_by[i].column);
      if (i < plan.order_by.size()) {
        position.keys.push_back(value);
      } else if (position.in_full_order) {
        position.full_order_keys.push_back(value);
      }
    }
    return {.limit = 1 + random_.Below(60),
            .from = std::make_shared<KeysetPosition>(std::move(position))};
  }

  static V3Query Parse(const HttpRequest& request) {
    const auto target =
        http_server::ParseRequestTarget(std::string(request.target.Reveal()));
    const auto query = ahrefs_v3::ParseV3Query(
        {.method = "GET", .path = target.path, .query = target.query});
    EXPECT_TRUE(query.ok()) << query.status();
    return query.ok() ? *query : V3Query();
  }

  // Returns the ids of the page by the whole filter and the keys themselves.
  std::vector<int64_t> Naive(const V3Query& query) {
    std::string order;
    for (const ahrefs_v3::V3OrderKey& key : query.order) {
      order += fmt::format("{} {}, ", key.field->sql,
                           key.descending ? "desc" : "asc");
    }
    BoundSql sql = RowsOfTarget(query.target_condition, query.filter, true);
    auto rows = database_->Prepare(
        fmt::format("SELECT refpage_id{} ORDER BY {}import_number LIMIT {}",
                    sql.text, order, query.limit));
    EXPECT_TRUE(rows.ok()) << rows.status();
    for (size_t i = 0; i < sql.values.size(); ++i) {
      rows->Bind(static_cast<int>(i) + 1, sql.values[i]);
    }
    std::vector<int64_t> ids;
    while (*rows->Step()) ids.push_back(rows->number(0));
    return ids;
  }

  RandomSource random_;
  Files files_;
  std::vector<json::object> rows_;
  std::unique_ptr<Database> database_;
  std::unique_ptr<dialect::Dialect> dialect_ =
      dialect::MakeAhrefsV3({.base_path = "/v3/"});
};

TEST_F(Keyset, FindsThePagesOfTheServer) {
  SortedKeysCache cache;
  int rows = 0;
  int recognized = 0;
  constexpr int kPlans = 60;
  constexpr int kPages = 5;
  for (int i = 0; i < kPlans; ++i) {
    const Plan plan = RandomPlan();
    for (int n = 0; n < kPages; ++n) {
      const HttpRequest request = dialect_->MakeRequest(plan, RandomPage(plan));
      const V3Query query = Parse(request);
      const PageSql sql = MakeV3Sql(query, ahrefs_v3::V3Ties::kStable);
      if (sql.keyset) ++recognized;
      const auto page = KeyFinder(cache).Find(*database_, "1", sql);
      ASSERT_TRUE(page.ok()) << page.status();
      ASSERT_EQ(page->keys, Naive(query)) << query.where << query.order_by;
      rows += static_cast<int>(page->keys.size());
    }
  }
  EXPECT_GT(rows, kPlans * kPages * 5);
  // Not those of positions after the last row, whose filter holds for no row,
  // and of keys in descending order that may be null.
  EXPECT_GT(recognized, kPlans * kPages * 8 / 10);
}

struct Case {
  const char* name;
  const char* where;
  bool recognized;
};
class Form : public ::testing::TestWithParam<Case> {};

// In the order url_from:asc,title:desc.
TEST_P(Form, IsRecognizedIfItSelectsTheEndOfTheOrder) {
  const std::vector<ahrefs_v3::V3OrderKey> order = {
      {ahrefs_v3::FindV3Field("url_from"), false},
      {ahrefs_v3::FindV3Field("title"), true}};
  EXPECT_EQ(ahrefs_v3::FindV3Keyset(GetParam().where, order).has_value(),
            GetParam().recognized);
}

INSTANTIATE_TEST_SUITE_P(
    Filters, Form,
    ::testing::Values(
        Case{"after", R"({"field":"url_from","is":["gt","a"]})", true},
        Case{"from", R"({"field":"url_from","is":["gte","a"]})", true},
        Case{"before", R"({"field":"url_from","is":["lt","a"]})", false},
        Case{"equal", R"({"field":"url_from","is":["eq","a"]})", false},
        Case{"other_key", R"({"field":"title","is":["lt","a"]})", false},
        Case{"not_null", R"({"not":{"field":"url_from","is":"is_null"}})",
             true},
        Case{"modified",
             R"({"field":"url_from","modifier":"lowercase","is":["gt","a"]})",
             false},
        Case{"nested",
             R"({"or":[{"field":"url_from","is":["gt","a"]},{"and":[
               {"field":"url_from","is":["eq","a"]},{"or":[
               {"field":"title","is":["lte","t"]},
               {"field":"title","is":"is_null"}]}]}]})",
             true},
        Case{"nested_without_nulls",
             R"({"or":[{"field":"url_from","is":["gt","a"]},{"and":[
               {"field":"url_from","is":["eq","a"]},
               {"field":"title","is":["lte","t"]}]}]})",
             false},
        Case{"gap_between_values",
             R"({"or":[{"field":"url_from","is":["gt","b"]},{"and":[
               {"field":"url_from","is":["eq","a"]},
               {"field":"title","is":"is_null"}]}]})",
             false},
        Case{"group_alone",
             R"({"and":[{"field":"url_from","is":["eq","a"]},
               {"field":"title","is":"is_null"}]})",
             false},
        Case{"beside_a_filter",
             R"({"and":[{"field":"title","is":["prefix","x"]},
               {"field":"url_from","is":["gt","a"]}]})",
             true},
        Case{"of_three",
             R"({"or":[{"field":"url_from","is":["gt","a"]},
               {"field":"title","is":"is_null"},
               {"field":"title","is":["eq","x"]}]})",
             false}),
    [](const auto& info) { return info.param.name; });

TEST_F(Keyset, FindsRowsWithoutAValueAtTheEndOfADescendingOrder) {
  SortedKeysCache cache;
  for (const char* where : {R"({"field":"title","is":["lt","m"]})",
                            R"({"field":"title","is":["lte","python"]})",
                            R"({"field":"url_to","is":["lt","https"]})"}) {
    for (const char* order : {"title:desc", "url_to:desc"}) {
      const auto query =
          ahrefs_v3::ParseV3Query({.query = {{"target", "github.com"},
                                             {"select", "title"},
                                             {"where", where},
                                             {"order_by", order},
                                             {"limit", "20"}}});
      ASSERT_TRUE(query.ok()) << query.status();
      const auto page = KeyFinder(cache).Find(
          *database_, "1", MakeV3Sql(*query, ahrefs_v3::V3Ties::kStable));
      ASSERT_TRUE(page.ok());
      EXPECT_EQ(page->keys, Naive(*query)) << where << order;
    }
  }
}

}  // namespace
}  // namespace backlinks::embedded::testing_embedded
