// Whatever the order, the ties, the nulls, the cap and what breaks: every row
// once, in order; or the group that no page can hold is named.
#include <algorithm>
#include <map>
#include <vector>

#include "gtest/gtest.h"
#include "service/status/status.h"
#include "service/stream/keyset_keys.h"
#include "service/stream/row_digest.h"
#include "tests/stream/keyset_simulator.h"

namespace backlinks {
namespace {

using namespace testing_keysets;  // NOLINT(google-build-using-namespace)
using testing_support::RandomSource;

constexpr int kCases = 6'000;
constexpr int64_t kMostRows = 40;
constexpr int64_t kMostCap = 7;

struct World {
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

World RandomWorld(RandomSource& random) {
  World world;
  world.cap = random.Percent(10) ? 0 : 1 + random.Below(kMostCap);
  world.knows_cap = world.cap > 0 && random.Percent(50);
  // A page of one row alone cannot tell equal rows from one.
  const bool unique = world.cap == 1 || random.Percent(60);
  world.rows = RandomRows(random, random.Below(kMostRows), unique,
                          random.Percent(30) ? 15 : 0);
  world.order = RandomOrder(random);
  ColumnSet select;
  for (int column = 1; column <= kColumnCount; ++column) {
    if (random.Percent(40)) select.set(column);
  }
  int64_t page_rows = 1 + random.Below(random.Percent(50) ? 8 : 60);
  if (page_rows == 1 && !unique) page_rows = 2;
  if (world.knows_cap) page_rows = std::min(page_rows, world.cap);
  world.plan = MakePlan(world.order, select, page_rows);
  if (random.Percent(40)) world.plan.row_limit = 1 + random.Below(kMostRows);
  if (random.Percent(50)) world.options.break_percent = 30;
  if (random.Percent(50)) world.options.restart_percent = 30;
  return world;
}

std::vector<Keys> KeysOfAll(const std::vector<Row>& rows,
                            const std::vector<OrderKey>& order) {
  std::vector<Keys> keys;
  keys.reserve(rows.size());
  for (const Row& row : rows) keys.push_back(KeysOf(row, order));
  return keys;
}

// The most rows that are equal in every column an order can have.
int64_t LargestGroup(const World& world) {
  int64_t max = 0;
  for (const Row& row : world.rows) {
    const Keys keys = KeysOf(row, world.plan.full_order_by);
    max = std::max<int64_t>(
        max, std::count_if(
                 world.rows.begin(), world.rows.end(), [&](const Row& other) {
                   return KeysOf(other, world.plan.full_order_by) == keys;
                 }));
  }
  return max;
}

// The most rows in succession that no page can begin at.
int64_t LongestRun(const World& world) {
  const std::vector<OrderKey>& order = world.plan.full_order_by;
  const size_t shared = world.plan.order_by.size();
  std::vector<Keys> keys = KeysOfAll(world.rows, order);
  std::sort(keys.begin(), keys.end(), [&order](const Keys& a, const Keys& b) {
    return Compare(a, b, order) < 0;
  });
  int64_t max = 0;
  int64_t run = 0;
  for (const Keys& row : keys) {
    const auto split = row.begin() + static_cast<int64_t>(shared);
    const bool can_begin = CanBeginPage(Keys(row.begin(), split)) &&
                           CanBeginPage(Keys(split, row.end()));
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

void CheckRows(const World& world, const Outcome& outcome) {
  std::vector<Row> wanted = world.rows;
  const std::vector<OrderKey>& order = world.plan.order_by;
  std::stable_sort(
      wanted.begin(), wanted.end(), [&](const Row& a, const Row& b) {
        return Compare(KeysOf(a, order), KeysOf(b, order), order) < 0;
      });
  const bool is_whole =
      !world.plan.row_limit ||
      *world.plan.row_limit >= static_cast<int64_t>(wanted.size());
  if (is_whole) {
    EXPECT_EQ(Digests(outcome.rows, world.plan.select),
              Digests(wanted, world.plan.select));
  } else {
    wanted.resize(*world.plan.row_limit);
  }
  EXPECT_EQ(KeysOfAll(outcome.rows, order), KeysOfAll(wanted, order));
}

void CheckCase(const World& world, RandomSource& random) {
  const FakeDialect dialect(
      {.short_page_is_end = false,
       .page_start = PageStart::kKeyset,
       .max_page_rows = world.knows_cap ? world.cap : 0,
       .min_page_cap = world.cap == 0 ? kMostRows + 1 : world.cap});
  KeysetUpstream upstream(world.rows, world.cap);
  const Outcome outcome =
      ReadAll(dialect, world.plan, upstream, world.options, random);
  if (GetReason(outcome.status) == Reason::kOrderTies) {
    const int64_t page = world.cap == 0
                             ? world.plan.page_rows
                             : std::min(world.cap, world.plan.page_rows);
    EXPECT_GE(std::max(LargestGroup(world), LongestRun(world)), page);
    return;
  }
  ASSERT_TRUE(outcome.status.ok()) << outcome.status;
  CheckRows(world, outcome);
}

TEST(SeamWalkProperty, EveryRowOnceAndInOrder) {
  RandomSource random(testing_support::PrintedSeed());
  for (int i = 0; i < kCases && !testing::Test::HasFailure(); ++i) {
    const World world = RandomWorld(random);
    SCOPED_TRACE(testing::Message()
                 << "case " << i << ": " << world.rows.size() << " rows, cap "
                 << world.cap << (world.knows_cap ? " known" : "")
                 << ", page of " << world.plan.page_rows);
    CheckCase(world, random);
  }
}

}  // namespace
}  // namespace backlinks
