// v3's filters against the oracle: one by one, and nested at random.
#include <optional>
#include <string>
#include <vector>

#include "boost/json/array.hpp"
#include "boost/json/object.hpp"
#include "boost/json/serialize.hpp"
#include "gtest/gtest.h"
#include "tests/embedded/ahrefs_v3/oracle.h"
#include "tests/embedded/ahrefs_v3/table.h"
#include "tests/support/random_source.h"

namespace backlinks::embedded::testing_embedded {
namespace {

namespace json = boost::json;
using testing_support::RandomSource;

constexpr int kRows = 60;
constexpr int kFilters = 1000;

class Oracle : public ::testing::Test {
 protected:
  Oracle() : random_(testing_support::PrintedSeed()) {
    std::string jsonl;
    for (int number = 0; number < kRows; ++number) {
      const json::object row = RandomTableRow(random_, number);
      rows_.push_back(V3RowOf(row));
      jsonl += json::serialize(row) + "\n";
    }
    table_.emplace(jsonl);
  }

  void Check(const json::value& filter) {
    std::vector<int64_t> expected;
    for (const json::object& row : rows_) {
      if (HoldsInV3(filter, row))
        expected.push_back(row.at("page_size").as_int64());
    }
    const std::string text = json::serialize(filter);
    ASSERT_EQ(table_->Numbers(text), expected) << text;
    passed_ += static_cast<int>(expected.size());
    ++checked_;
  }

  // Otherwise the filters are all alike.
  void ExpectHitsAndMisses() const {
    EXPECT_GT(passed_, checked_ * kRows / 5);
    EXPECT_LT(passed_, checked_ * kRows * 4 / 5);
  }

  RandomSource random_;
  std::vector<json::object> rows_;
  std::optional<V3Table> table_;
  int checked_ = 0;
  int passed_ = 0;
};

json::value Regex(const json::value& text) {
  return json::string("^" + std::string(text.as_string()) + "[a-z. ]*$");
}

std::vector<json::value> ComparisonsOf(V3Kind kind) {
  std::vector<json::value> comparisons{"is_null", "empty"};
  for (const std::string& op : V3OperatorsOf(kind)) {
    for (const json::value& value : V3ValuesOf(kind)) {
      comparisons.push_back(
          json::array{op, op == "regex" ? Regex(value) : value});
    }
  }
  return comparisons;
}

std::vector<json::value> FiltersOf(const V3FieldFacts& field) {
  std::vector<json::value> filters;
  const bool is_list = field.kind == V3Kind::kTextList;
  if (is_list) {
    for (const char* word : {"is_null", "empty"}) {
      filters.push_back(json::object{{"field", field.name}, {"is", word}});
    }
  }
  for (const json::value& comparison : ComparisonsOf(field.kind)) {
    if (!is_list) {
      filters.push_back(
          json::object{{"field", field.name}, {"is", comparison}});
      continue;
    }
    for (const char* quantifier : {"any", "all"}) {
      filters.push_back(
          json::object{{"field", field.name},
                       {"list_is", json::object{{quantifier, comparison}}}});
    }
  }
  return filters;
}

TEST_F(Oracle, AgreesOnEveryOperatorOfEveryField) {
  for (const V3FieldFacts& field : V3Fields()) {
    for (const json::value& filter : FiltersOf(field)) {
      ASSERT_NO_FATAL_FAILURE(Check(filter));
      ASSERT_NO_FATAL_FAILURE(Check(json::object{{"not", filter}}));
    }
  }
  EXPECT_GT(checked_, 3000);
  ExpectHitsAndMisses();
}

// Those of every field.
using Leaves = std::vector<std::vector<json::value>>;

json::value RandomFilter(RandomSource& random, const Leaves& leaves,
                         int depth) {
  if (depth == 0 || random.Percent(20)) {
    return random.Pick(random.Pick(leaves));
  }
  if (random.Percent(25)) {
    return json::object{{"not", RandomFilter(random, leaves, depth - 1)}};
  }
  json::array parts;
  for (int64_t left = 1 + random.Below(random.Percent(5) ? 40 : 4); left > 0;
       --left) {
    parts.push_back(RandomFilter(random, leaves, depth > 2 ? depth - 1 : 0));
  }
  return json::object{{random.Percent(50) ? "and" : "or", parts}};
}

TEST_F(Oracle, AgreesOnRandomFilters) {
  Leaves leaves;
  for (const V3FieldFacts& field : V3Fields()) {
    leaves.push_back(FiltersOf(field));
  }
  for (int i = 0; i < kFilters; ++i) {
    ASSERT_NO_FATAL_FAILURE(Check(RandomFilter(random_, leaves, 4)));
  }
  ExpectHitsAndMisses();
}

}  // namespace
}  // namespace backlinks::embedded::testing_embedded
