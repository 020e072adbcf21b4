// Over API v2 and v3, every valid filter is answered exactly: random filters
// over random rows, by plan, dialect, HTTP, embedded upstream, decoder and
// residual, against the naive evaluator.
#include <algorithm>
#include <functional>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "service/common/status/status.h"
#include "service/dialect/ahrefs_v3/columns.h"
#include "service/normalize/filter_writer.h"
#include "tests/conformance/naive_answer.h"
#include "tests/conformance/row_fixture.h"
#include "tests/support/random_query.h"

namespace backlinks::conformance {
namespace {

using testing_support::RandomSource;

// A share of the cases, over rows of its own.
struct Share {
  std::string name;
  FixtureOptions fixture;
  int cases = 0;
};

// Of v2 above 20,000 cases in all, some of them where it clamps requests. Of v3
// every cap from 1 to 7: so small that every keyset position there can be is
// met.
std::vector<Share> AllShares() {
  std::vector<Share> shares;
  shares.reserve(16);
  for (int i = 0; i < 8; ++i) {
    shares.push_back({"V2Share" + std::to_string(i),
                      {.row_count = 120, .absent_percent = i % 2 == 0 ? 0 : 25},
                      2600});
  }
  for (int cap = 2; cap <= 7; ++cap) {
    shares.push_back({"V2Cap" + std::to_string(cap),
                      {.row_count = 24,
                       .absent_percent = cap % 3 == 0 ? 0 : 25,
                       .cap = cap,
                       .knows_cap = cap % 2 == 0},
                      150});
  }
  for (int cap = 0; cap <= 7; ++cap) {
    shares.push_back({"V3Cap" + std::to_string(cap),
                      {.row_count = 24,
                       .absent_percent = cap % 3 == 0 ? 0 : 25,
                       .v3 = true,
                       .cap = cap,
                       .knows_cap = cap % 2 == 0},
                      cap == 0 ? 1000 : 250});
  }
  return shares;
}

// What makes a failure that can be understood.
std::string Describe(const v1::StreamRefpagesRequest& request,
                     const Outcome& outcome) {
  const Plan& plan = outcome.plan;
  std::string text = "\n" + request.Utf8DebugString();
  text += "where: " + plan.where + "\nhaving: " + plan.having;
  text += "\nresidual: " +
          (plan.residual ? normalize::FilterText(*plan.residual) : "");
  return text + "\nsummary: " + outcome.summary.ShortDebugString();
}

class AnyFilterTest : public testing::TestWithParam<Share> {
 protected:
  static bool IsV3() { return GetParam().fixture.v3; }
  static int RowCount() { return GetParam().fixture.row_count; }

  // What an upstream of the share's dialect can be asked by.
  static bool MayTest(const Column& column) {
    return !IsV3() || dialect::ahrefs_v3::V3Columns()[column.number];
  }
  static bool MayOrder(const Column& column) {
    return MayTest(column) && (!IsV3() || (column.name != "language" &&
                                           column.name != "original" &&
                                           column.name != "link_type"));
  }

  v1::StreamRefpagesRequest RandomQuery() {
    v1::StreamRefpagesRequest request;
    v1::RefpagesQuery& query = *request.mutable_query();
    query.set_target(RowFixture::kTarget);
    query.set_mode(v1::TARGET_MODE_SUBDOMAINS);
    const bool plain = random_.Percent(50);
    testing_support::FilterOptions options = {.or_percent = plain ? 5 : 40,
                                              .rich_percent = plain ? 10 : 40};
    for (const Column& column : AllColumns()) {
      if (MayTest(column)) options.columns.push_back(column.number);
    }
    if (random_.Percent(80)) {
      *query.mutable_where() = RandomFilter(random_, options);
    }
    if (random_.Percent(40)) {
      auto having = options;
      having.having = true;
      *query.mutable_having() = RandomFilter(random_, having);
    }
    AddOrder(query);
    AddMask(query);
    AddRowCount(request);
    return request;
  }

  void AddOrder(v1::RefpagesQuery& query) {
    if (random_.Percent(60)) return;
    std::vector<const Column*> columns;
    for (const Column& column : AllColumns()) {
      if (random_.Percent(8) && MayOrder(column)) columns.push_back(&column);
    }
    for (const Column* column : columns) {
      v1::OrderBy& key = *query.add_order_by();
      key.set_column(column->name);
      key.set_direction(static_cast<v1::SortDirection>(random_.Below(3)));
    }
  }

  // With the columns of the order, so that it can be seen.
  void AddMask(v1::RefpagesQuery& query) {
    if (random_.Percent(50)) return;
    query.mutable_read_mask()->add_paths("url_from");
    for (const Column& column : AllColumns()) {
      if (random_.Percent(15))
        query.mutable_read_mask()->add_paths(column.name);
    }
    for (const v1::OrderBy& key : query.order_by()) {
      query.mutable_read_mask()->add_paths(key.column());
    }
  }

  void AddRowCount(v1::StreamRefpagesRequest& request) {
    if (random_.Percent(25)) {
      request.set_all_rows(true);
      request.mutable_max_price()->set_milli_amount(1'000'000'000);
    } else if (random_.Percent(70)) {
      request.set_row_limit(1 + random_.Below(RowCount()));
    }
    if (random_.Percent(25)) {
      request.mutable_max_price()->set_milli_amount(
          random_.Below(IsV3() ? 600'000 : 60'000));
    }
  }

  static void ExpectRows(const v1::StreamRefpagesRequest& request,
                         const Outcome& outcome,
                         const std::vector<v1::Refpage>& expected) {
    const auto limit = static_cast<size_t>(
        request.has_row_limit() ? request.row_limit() : RowCount());
    const size_t whole = std::min(limit, expected.size());
    const bool is_capped = outcome.summary.end_reason() == v1::END_REASON_PRICE;
    if (is_capped) {
      EXPECT_LE(outcome.rows.size(), whole);
    } else {
      EXPECT_EQ(outcome.rows.size(), whole);
      EXPECT_EQ(outcome.summary.end_reason() == v1::END_REASON_LIMIT,
                request.has_row_limit() && whole == limit);
    }
    EXPECT_EQ(Surplus(outcome.rows, expected), "");
    if (outcome.rows.size() == expected.size()) {
      EXPECT_EQ(Surplus(expected, outcome.rows), "");
    }
    for (size_t i = 0; i < outcome.rows.size() && i < expected.size(); ++i) {
      EXPECT_EQ(SortKeyOf(outcome.rows[i], request.query()),
                SortKeyOf(expected[i], request.query()))
          << "row " << i;
    }
  }

  static void ExpectPrice(const v1::StreamRefpagesRequest& request,
                          const Outcome& outcome) {
    const int64_t price = outcome.summary.computed_price().milli_amount();
    const int64_t calls = outcome.summary.upstream_call_count();
    EXPECT_EQ(outcome.charged_milli, price);
    EXPECT_EQ(outcome.asked_count, calls);
    EXPECT_GE(calls, outcome.estimate.min_calls);
    EXPECT_GE(price, outcome.estimate.min_price);
    if (outcome.estimate.max_calls) {
      EXPECT_LE(calls, *outcome.estimate.max_calls);
    }
    if (outcome.estimate.max_price) {
      EXPECT_LE(price, *outcome.estimate.max_price);
    }
    if (request.has_max_price()) {
      EXPECT_LE(price, request.max_price().milli_amount());
    }
  }

  const uint64_t seed_ = testing_support::PrintedSeed();
  RandomSource random_{seed_ + std::hash<std::string>()(GetParam().name)};
  RowFixture fixture_{random_, GetParam().fixture};
};

TEST_P(AnyFilterTest, StreamsWhatTheFilterMeans) {
  static constexpr int64_t kPageRows[] = {9, 40, 1000};
  ASSERT_TRUE(fixture_.is_open());
  int answered = 0;
  int64_t delivered = 0;
  const int cases = GetParam().cases;
  for (int i = 0; i < cases && !HasFailure(); ++i) {
    const v1::StreamRefpagesRequest request = RandomQuery();
    const Outcome outcome = fixture_.Ask(request, random_.Pick(kPageRows));
    if (GetReason(outcome.status) == Reason::kPriceCap) continue;
    EXPECT_TRUE(outcome.status.ok()) << outcome.status;
    ++answered;
    delivered += static_cast<int64_t>(outcome.rows.size());
    ExpectRows(request, outcome, NaiveAnswer(fixture_.rows(), request.query()));
    ExpectPrice(request, outcome);
    if (HasFailure())
      ADD_FAILURE() << "case " << i << Describe(request, outcome);
  }
  // A test whose filters are all rejected or match nothing would prove nothing.
  EXPECT_GT(answered, cases * 3 / 4);
  EXPECT_GT(delivered, answered);
}

INSTANTIATE_TEST_SUITE_P(Shares, AnyFilterTest, testing::ValuesIn(AllShares()),
                         [](const auto& info) { return info.param.name; });

}  // namespace
}  // namespace backlinks::conformance
