// Whatever the order, the ties, the nulls, the cap and what breaks: every row
// once, in order; or the group that no page can hold is named.
#include <algorithm>
#include <map>
#include <vector>

#include "gtest/gtest.h"
#include "service/common/status/status.h"
#include "service/stream/keyset_keys.h"
#include "service/stream/row_digest.h"
#include "tests/stream/keyset_simulator.h"

namespace backlinks::stream {
namespace {

using namespace testing_keysets;  // NOLINT(google-build-using-namespace)
using testing_support::RandomSource;

constexpr int kCases = 6'000;
constexpr int64_t kMaxRows = 40;
constexpr int64_t kMaxCap = 7;

struct Fixture {
  std::vector<Row> rows;
  int64_t cap = 0;
  bool knows_cap = false;
  std::vector<OrderKey> order;
  Plan plan;
  StreamOptions options;
};

std::vector<OrderKey> RandomOrder(RandomSource& random) {
  std::vector<OrderKey> order;
  for (const Column& column : AllColumns()) {
    if (OrderableColumns()[column.number] && random.Percent(30)) {
      order.push_back({column.number, random.Percent(50)});
    }
  }
  for (size_t i = 1; i < order.size(); ++i) {
    std::swap(order[i], order[random.Below(static_cast<int64_t>(i) + 1)]);
  }
  return order;
}

Fixture RandomFixture(RandomSource& random) {
  Fixture fixture;
  fixture.cap = random.Percent(10) ? 0 : 1 + random.Below(kMaxCap);
  fixture.knows_cap = fixture.cap > 0 && random.Percent(50);
  // A page of one row alone cannot tell equal rows from one.
  const bool unique = fixture.cap == 1 || random.Percent(60);
  fixture.rows = RandomRows(random, random.Below(kMaxRows), unique,
                            random.Percent(30) ? 15 : 0);
  fixture.order = RandomOrder(random);
  ColumnSet select;
  for (int column = 1; column <= kColumnCount; ++column) {
    if (random.Percent(40)) select.set(column);
  }
  int64_t page_rows = 1 + random.Below(random.Percent(50) ? 8 : 60);
  if (page_rows == 1 && !unique) page_rows = 2;
  if (fixture.knows_cap) page_rows = std::min(page_rows, fixture.cap);
  fixture.plan = MakePlan(fixture.order, select, page_rows);
  if (random.Percent(40)) fixture.plan.row_limit = 1 + random.Below(kMaxRows);
  if (random.Percent(50)) fixture.options.break_percent = 30;
  if (random.Percent(50)) fixture.options.restart_percent = 30;
  return fixture;
}

std::vector<Keys> KeysOfAll(const std::vector<Row>& rows,
                            const std::vector<OrderKey>& order) {
  std::vector<Keys> keys;
  keys.reserve(rows.size());
  for (const Row& row : rows) keys.push_back(KeysOf(row, order));
  return keys;
}

// The most rows that are equal in every column an order can have.
int64_t LargestGroup(const Fixture& fixture) {
  int64_t max = 0;
  for (const Row& row : fixture.rows) {
    const Keys keys = KeysOf(row, fixture.plan.full_order_by);
    max = std::max<int64_t>(
        max, std::count_if(fixture.rows.begin(), fixture.rows.end(),
                           [&](const Row& other) {
                             return KeysOf(other, fixture.plan.full_order_by) ==
                                    keys;
                           }));
  }
  return max;
}

// The most rows in succession that no page can begin at.
int64_t LongestRun(const Fixture& fixture) {
  const std::vector<OrderKey>& order = fixture.plan.full_order_by;
  std::vector<Row> rows = fixture.rows;
  std::sort(rows.begin(), rows.end(), [&order](const Row& a, const Row& b) {
    return Compare(KeysOf(a, order), KeysOf(b, order), order) < 0;
  });
  int64_t max = 0;
  int64_t run = 0;
  for (const Row& row : rows) {
    const bool can_begin =
        CanBeginPage(row, fixture.plan.order_by) &&
        CanBeginPage(row, order, fixture.plan.order_by.size());
    run = can_begin ? 0 : run + 1;
    max = std::max(max, run);
  }
  return max;
}

std::map<uint64_t, int64_t> Digests(const std::vector<Row>& rows,
                                    const ColumnSet& select) {
  std::map<uint64_t, int64_t> digests;
  for (const Row& row : rows) ++digests[DigestRow(row, select)];
  return digests;
}

void CheckRows(const Fixture& fixture, const Outcome& outcome) {
  std::vector<Row> wanted = fixture.rows;
  const std::vector<OrderKey>& order = fixture.plan.order_by;
  std::stable_sort(
      wanted.begin(), wanted.end(), [&](const Row& a, const Row& b) {
        return Compare(KeysOf(a, order), KeysOf(b, order), order) < 0;
      });
  const bool is_whole =
      !fixture.plan.row_limit ||
      *fixture.plan.row_limit >= static_cast<int64_t>(wanted.size());
  if (is_whole) {
    EXPECT_EQ(Digests(outcome.rows, fixture.plan.select),
              Digests(wanted, fixture.plan.select));
  } else {
    wanted.resize(*fixture.plan.row_limit);
  }
  EXPECT_EQ(KeysOfAll(outcome.rows, order), KeysOfAll(wanted, order));
}

void CheckCase(const Fixture& fixture, RandomSource& random) {
  const plan::FakeDialect dialect(
      {.short_page_is_end = false,
       .page_start = dialect::PageStart::kKeyset,
       .max_page_rows = fixture.knows_cap ? fixture.cap : 0,
       .min_page_cap = fixture.cap == 0 ? kMaxRows + 1 : fixture.cap});
  KeysetUpstream upstream(fixture.rows, fixture.cap);
  const Outcome outcome =
      ReadAll(dialect, fixture.plan, upstream, fixture.options, random);
  if (GetReason(outcome.status) == Reason::kOrderTies) {
    const int64_t page = fixture.cap == 0
                             ? fixture.plan.page_rows
                             : std::min(fixture.cap, fixture.plan.page_rows);
    EXPECT_GE(std::max(LargestGroup(fixture), LongestRun(fixture)), page);
    return;
  }
  ASSERT_TRUE(outcome.status.ok()) << outcome.status;
  CheckRows(fixture, outcome);
}

TEST(KeysetPaginatorProperty, EveryRowOnceAndInOrder) {
  RandomSource random(testing_support::PrintedSeed());
  for (int i = 0; i < kCases && !testing::Test::HasFailure(); ++i) {
    const Fixture fixture = RandomFixture(random);
    SCOPED_TRACE(testing::Message()
                 << "case " << i << ": " << fixture.rows.size() << " rows, cap "
                 << fixture.cap << (fixture.knows_cap ? " known" : "")
                 << ", page of " << fixture.plan.page_rows);
    CheckCase(fixture, random);
  }
}

}  // namespace
}  // namespace backlinks::stream
