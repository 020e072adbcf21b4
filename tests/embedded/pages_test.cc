// Pages of v2: the same rows as the naive ORDER BY … LIMIT … OFFSET …, whether
// or not the sorted keys of their query are kept.
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "boost/json/serialize.hpp"
#include "fmt/format.h"
#include "gtest/gtest.h"
#include "service/embedded/ahrefs_v2/query.h"
#include "service/embedded/database.h"
#include "service/embedded/importer.h"
#include "service/embedded/key_finder.h"
#include "service/embedded/page_sql.h"
#include "service/embedded/row_order.h"
#include "service/plan/tie_breakers.h"
#include "tests/embedded/ahrefs_v3/oracle.h"
#include "tests/embedded/upstream_fixture.h"
#include "tests/support/random_source.h"

namespace backlinks::embedded::testing_embedded {
namespace {

using testing_support::PrintedSeed;
using testing_support::RandomSource;
using Numbers = std::vector<int64_t>;

constexpr int kRows = 400;

std::string RandomRows(RandomSource& random, int first = 0) {
  std::string rows;
  for (int i = first; i < first + kRows; ++i) {
    rows += boost::json::serialize(RandomTableRow(random, i)) + "\n";
  }
  return rows;
}

struct RandomQuery {
  std::string order_by;   // The parameter.
  std::string order_sql;  // "\"title\" asc, ", without positions.
  std::string where;
  std::string where_sql = "1";
};

RandomQuery MakeQuery(RandomSource& random) {
  RandomQuery query;
  const auto add = [&query](std::string_view name, bool descending) {
    const char* const direction = descending ? "desc" : "asc";
    query.order_by += fmt::format("{}:{},", name, direction);
    query.order_sql += fmt::format("\"{}\" {}, ", name, direction);
  };
  const bool complete = random.Percent(60);
  std::vector<std::string_view> keys;
  for (int64_t count = random.Below(3); count > 0; --count) {
    const Column& column = random.Pick(AllColumns());
    keys.push_back(column.name);
    add(column.name, random.Percent(50));
  }
  for (const std::string_view column : kV2OrderColumns) {
    const bool is_key =
        std::find(keys.begin(), keys.end(), column) != keys.end();
    if (complete && !is_key) add(column, random.Percent(2));
  }
  if (random.Percent(30)) {
    query.where = "ahrefs_rank<>10";
    query.where_sql = "ahrefs_rank IS NOT 10";
  }
  return query;
}

class Pages : public ::testing::Test {
 protected:
  Pages() : random_(PrintedSeed()) {
    const std::string rows = files_.Write("rows.jsonl", RandomRows(random_));
    EXPECT_TRUE(ImportFiles({rows}, path_).ok());
    EmbeddedOptions options;
    options.data = path_;
    auto upstream = EmbeddedUpstream::Start(options);
    EXPECT_TRUE(upstream.ok()) << upstream.status();
    upstream_ = *std::move(upstream);
  }

  // Returns the page_size of all rows of a query, by SQLite alone.
  Numbers Naive(const RandomQuery& query) const {
    auto database = Database::Open(path_);
    auto rows = database->Prepare(fmt::format(
        "SELECT page_size FROM targets JOIN refpages ON id = refpage_id WHERE "
        "target_host LIKE 'com.github.%' AND {} ORDER BY {}import_number",
        query.where_sql, query.order_sql));
    EXPECT_TRUE(rows.ok()) << rows.status();
    Numbers numbers;
    while (*rows->Step()) numbers.push_back(rows->number(0));
    return numbers;
  }

  Numbers Page(testing_http::HttpClient& client, const RandomQuery& query,
               int64_t limit, int64_t offset) const {
    const auto answer =
        client.Get(Target({{"target", "github.com"},
                           {"mode", "subdomains"},
                           {"select", "page_size"},
                           {"order_by", query.order_by},
                           {"where", query.where},
                           {"limit", std::to_string(limit)},
                           {"offset", std::to_string(offset)}}));
    Numbers numbers;
    const boost::json::value body = Parse(answer.body());
    const auto* const rows = body.as_object().if_contains("refpages");
    EXPECT_NE(rows, nullptr) << answer.body();
    if (rows == nullptr) return numbers;
    for (const auto& row : rows->as_array()) {
      numbers.push_back(row.at("page_size").as_int64());
    }
    return numbers;
  }

  static Numbers Slice(const Numbers& all, int64_t limit, int64_t offset) {
    const auto size = static_cast<int64_t>(all.size());
    const int64_t begin = std::min(offset, size);
    return {all.begin() + begin, all.begin() + std::min(begin + limit, size)};
  }

  // Compares some pages of a few queries.
  void Compare(RandomSource& random, int queries) const {
    testing_http::HttpClient client(upstream_->port());
    for (int i = 0; i < queries; ++i) {
      const RandomQuery query = MakeQuery(random);
      const Numbers all = Naive(query);
      for (int page = 0; page < 6; ++page) {
        const int64_t limit = random.Below(100);
        const int64_t offset =
            random.Below(static_cast<int64_t>(all.size()) + 9);
        ASSERT_EQ(Page(client, query, limit, offset), Slice(all, limit, offset))
            << query.order_by << " " << query.where << " " << limit << " "
            << offset;
      }
    }
  }

  RandomSource random_;
  Files files_;
  std::string path_ = files_.path("rows.sqlite");
  std::unique_ptr<EmbeddedUpstream> upstream_;
};

TEST_F(Pages, AreThoseOfTheNaiveQuery) { Compare(random_, 60); }

TEST_F(Pages, AreTheSameForConcurrentCalls) {
  std::vector<std::thread> threads;
  for (uint64_t seed = 0; seed < 4; ++seed) {
    threads.emplace_back([this, seed] {
      RandomSource random(seed / 2);  // Two threads each send the same.
      Compare(random, 15);
    });
  }
  for (std::thread& thread : threads) thread.join();
}

TEST_F(Pages, AreOfTheNewFileAfterAnImport) {
  testing_http::HttpClient client(upstream_->port());
  const RandomQuery query{"page_size:desc,", "page_size desc, "};
  for (int round = 1; round <= 3; ++round) {
    const Numbers all = Naive(query);
    ASSERT_GT(all.size(), 40u);
    ASSERT_EQ(Page(client, query, 20, 0), Slice(all, 20, 0));
    ASSERT_EQ(Page(client, query, 20, 20), Slice(all, 20, 20));
    const std::string rows =
        files_.Write("more.jsonl", RandomRows(random_, round * kRows));
    ASSERT_TRUE(ImportFiles({rows}, path_).ok());
  }
}

TEST_F(Pages, CanBeReadWhileAFileIsReplaced) {
  const std::string rows = files_.Write("same.jsonl", RandomRows(random_));
  const RandomQuery query{"page_size:asc,", "page_size asc, "};
  ASSERT_TRUE(ImportFiles({rows}, path_).ok());
  const Numbers all = Naive(query);
  std::thread importer([&] {
    for (int i = 0; i < 10; ++i) EXPECT_TRUE(ImportFiles({rows}, path_).ok());
  });
  testing_http::HttpClient client(upstream_->port());
  for (int i = 0; i < 200; ++i) {
    const int64_t offset = int64_t{i} % 7 * 20;
    EXPECT_EQ(Page(client, query, 20, offset), Slice(all, 20, offset));
  }
  importer.join();
}

TEST(Orders, AreThoseOfTheServer) {
  std::vector<OrderKey> keys;
  plan::AppendTieBreakers(FullColumnSet(), keys);
  ASSERT_EQ(keys.size(), kV2OrderColumns.size());
  for (size_t i = 0; i < keys.size(); ++i) {
    EXPECT_EQ(keys[i].column, FindColumn(kV2OrderColumns[i])->number);
  }
  keys.clear();
  plan::AppendKeysetKeys(FullColumnSet(), FullColumnSet(), keys);
  ASSERT_EQ(keys.size(), kV3OrderColumns.size());
  for (size_t i = 0; i < keys.size(); ++i) {
    EXPECT_EQ(keys[i].column, FindColumn(kV3OrderColumns[i])->number);
  }
}

TEST(Orders, UseThePositionsOfTheirRows) {
  std::vector<OrderTerm> terms;
  terms.reserve(kV2OrderColumns.size());
  for (const std::string_view column : kV2OrderColumns) {
    terms.push_back({fmt::format("\"{}\"", column)});
  }
  RowOrder order = MakeRowOrder(terms, kV2Order);
  EXPECT_EQ(order.sql, "refpage_id");
  EXPECT_FALSE(order.reads_rows);

  terms.insert(terms.begin(), {"\"anchor\"", true});
  std::erase_if(terms, [](const OrderTerm& term) {
    return term.sql == "\"anchor\"" && !term.descending;
  });
  EXPECT_EQ(MakeRowOrder(terms, kV2Order).sql, "\"anchor\" desc, refpage_id");

  terms.pop_back();
  order = MakeRowOrder(terms, kV2Order);
  EXPECT_TRUE(order.sql.ends_with("\"text_post\" asc, import_number"));
  EXPECT_TRUE(order.reads_rows);
  EXPECT_EQ(MakeRowOrder({}, kV2Order).sql, "import_number");
}

// Keys that are too many to keep are selected for every page.
TEST_F(Pages, NeedNoKeptKeys) {
  auto database = Database::Open(path_);
  ASSERT_TRUE(database.ok());
  SortedKeysCache small(64);
  SortedKeysCache large;
  for (int64_t offset = 0; offset < 500; offset += 30) {
    PageSql sql{.keys = {"SELECT id FROM refpages ORDER BY title, id", {}},
                .limit = 30,
                .offset = offset};
    const auto selected = KeyFinder(small).Find(*database, "1", sql);
    const auto kept = KeyFinder(large).Find(*database, "1", sql);
    ASSERT_TRUE(selected.ok() && kept.ok());
    EXPECT_EQ(selected->keys, kept->keys);
  }
  EXPECT_LE(small.bytes(), 64u);
  EXPECT_GT(large.bytes(), kRows * sizeof(uint32_t));
}

}  // namespace
}  // namespace backlinks::embedded::testing_embedded
