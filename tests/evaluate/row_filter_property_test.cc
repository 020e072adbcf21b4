// Random filters over random rows: what is compiled holds where the contract,
// said naively, holds.
#include <memory>
#include <utility>
#include <vector>

#include "gtest/gtest.h"
#include "service/evaluate/row_filter.h"
#include "service/validate/validator.h"
#include "tests/support/naive_filter.h"
#include "tests/support/random_query.h"
#include "tests/support/row/row_of.h"

namespace backlinks::evaluate {
namespace {

using testing_support::RandomFilter;
using testing_support::RandomRefpage;
using testing_support::RandomSource;
using testing_support::RowOf;

constexpr int kCases = 25'000;
constexpr int kRowsEach = 4;
constexpr int kRows = 1000;

struct Sample {
  v1::Refpage page;
  Row row;
};

std::vector<Sample> RandomRows(RandomSource& random) {
  std::vector<Sample> rows;
  for (int i = 0; i < kRows; ++i) {
    v1::Refpage page = RandomRefpage(random, 25);
    if (random.Percent(10)) {
      page.set_link_type(v1::LINK_TYPE_UNSPECIFIED);
      page.set_link_type_word("href");
    }
    rows.push_back({page, RowOf(page)});
  }
  return rows;
}

std::unique_ptr<RowFilter> Compiled(const v1::Filter& filter, bool having) {
  v1::StreamRefpagesRequest request;
  v1::RefpagesQuery& asked = *request.mutable_query();
  asked.set_target("a.com");
  asked.set_mode(v1::TARGET_MODE_EXACT);
  (having ? *asked.mutable_having() : *asked.mutable_where()) = filter;
  const auto query = validate::Validate(request);
  EXPECT_TRUE(query.ok()) << query.status() << filter.DebugString();
  if (!query.ok()) return nullptr;
  auto compiled = RowFilter::Compile(having ? *query->having : *query->where);
  EXPECT_TRUE(compiled.ok()) << compiled.status() << filter.DebugString();
  return compiled.ok() ? *std::move(compiled) : nullptr;
}

TEST(RowFilterProperty, MatchesWhereTheContractRequiresIt) {
  RandomSource random(testing_support::PrintedSeed());
  const std::vector<Sample> rows = RandomRows(random);
  int held = 0;
  for (int i = 0; i < kCases; ++i) {
    const bool having = random.Percent(50);
    const v1::Filter filter = RandomFilter(
        random, {.having = having,
                 .max_depth = 1 + static_cast<int>(random.Below(5)),
                 .rich_percent = 60});
    const auto compiled = Compiled(filter, having);
    ASSERT_NE(compiled, nullptr);
    for (int k = 0; k < kRowsEach; ++k) {
      const auto& [page, row] = random.Pick(rows);
      const bool holds = testing_support::Holds(filter, page);
      held += holds ? 1 : 0;
      ASSERT_EQ(compiled->Holds(row), holds)
          << filter.DebugString() << page.DebugString();
    }
  }
  EXPECT_GT(held, kCases * kRowsEach / 10);
  EXPECT_LT(held, kCases * kRowsEach * 9 / 10);
}

}  // namespace
}  // namespace backlinks::evaluate
