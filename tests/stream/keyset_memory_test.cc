// What KeysetPaginator copies and keeps, in bytes.
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "gtest/gtest.h"
#include "service/common/status/status.h"
#include "service/stream/keyset_paginator.h"
#include "service/stream/row_digest.h"
#include "tests/stream/allocated_bytes.h"
#include "tests/stream/keyset_simulator.h"

namespace backlinks::stream {
namespace {

using testing_fakes::AllocatedBytes;
using testing_keysets::KeysetUpstream;
using testing_keysets::MakePlan;
using testing_keysets::Outcome;
using testing_keysets::ReadAll;
using testing_support::RandomSource;

constexpr int64_t kMaxPageRows = 10'000;
constexpr size_t kTextBytes = 100 << 10;

int ColumnOf(const char* name) { return FindColumn(name)->number; }

// A row of the group with this URL.
Row RowOf(const std::string& url, int64_t number, size_t text_bytes = 0) {
  Row row;
  row.SetText(ColumnOf("url_from"), url);
  row.SetText(ColumnOf("url_to"), "http://b.example/");
  row.SetNumber(ColumnOf("page_size"), number);
  row.SetText(ColumnOf("title"), std::string(text_bytes, 't'));
  return row;
}

class KeysetMemoryTest : public testing::Test, private FreshRows {
 protected:
  KeysetMemoryTest() : plan_(MakePlan({}, FullColumnSet(), kMaxPageRows)) {}

  void Begin(const KeysetPositionPtr& from) {
    paginator_.Begin({.limit = kMaxPageRows, .from = from});
  }

  // The bytes that are allocated for so many rows of a new group.
  int64_t BytesOfGroup(int64_t count) {
    const Row row =
        RowOf(std::string(1000, 'a' + static_cast<char>(groups_++)), 0);
    std::vector<Row> rows(count, row);
    for (int64_t i = 0; i < count; ++i) {
      rows[i].SetNumber(ColumnOf("page_size"), i);
    }
    const int64_t before = AllocatedBytes();
    for (const Row& each : rows) EXPECT_TRUE(paginator_.OnRow(each).ok());
    paginator_.OnRowEnds();
    return AllocatedBytes() - before;
  }

  // Begins a page at a group of which a row was read that does not come now.
  void BeginAfter(const Row& row) {
    Begin(nullptr);
    EXPECT_TRUE(paginator_.OnRow(row).ok());
    Begin(position_.Snapshot().keyset_position);
  }

  Plan plan_;
  plan::StreamPosition position_{Cursor()};
  const plan::FakeDialect dialect_{
      {.short_page_is_end = true, .page_start = dialect::PageStart::kKeyset}};
  KeysetPaginator paginator_{dialect_, plan_, position_, *this};
  int64_t fresh_ = 0;

 private:
  bool Full() const override { return false; }
  absl::Status OnFresh(const Row& /*row*/) override {
    ++fresh_;
    return absl::OkStatus();
  }

  int groups_ = 0;
};

TEST_F(KeysetMemoryTest, BytesGrowLinearlyWithTheRowsOfAGroup) {
  Begin(nullptr);
  BytesOfGroup(1);
  const int64_t of_500 = BytesOfGroup(500);
  const int64_t of_8000 = BytesOfGroup(8000);
  EXPECT_EQ(fresh_, 8501);
  EXPECT_EQ(position_.keyset_position()->seen.size(), 8000U);
  EXPECT_LE(of_8000, of_500 * 16 * 11 / 10);
}

TEST_F(KeysetMemoryTest, CursorsOfOnePositionShareIt) {
  Begin(nullptr);
  BytesOfGroup(1000);
  const KeysetPositionPtr first = position_.Snapshot().keyset_position;
  const int64_t before = AllocatedBytes();
  EXPECT_EQ(position_.Snapshot().keyset_position, first);
  EXPECT_EQ(AllocatedBytes(), before);
  BytesOfGroup(1);
  EXPECT_NE(position_.Snapshot().keyset_position, first);
  EXPECT_EQ(first->seen.size(), 1000U);
}

TEST_F(KeysetMemoryTest, AGroupWithTooManyPendingBytesIsDivided) {
  BeginAfter(RowOf("a", -1));
  Row row = RowOf("a", 0, kTextBytes);
  const int64_t before = AllocatedBytes();
  for (int64_t i = 0; i < 1000; ++i) {
    row.SetNumber(ColumnOf("page_size"), i);
    ASSERT_TRUE(paginator_.OnRow(row).ok());
  }
  EXPECT_LE(AllocatedBytes() - before,
            static_cast<int64_t>(kMaxPendingBytes + kMaxPendingBytes / 10));
  EXPECT_TRUE(paginator_.OnRow(RowOf("b", 0)).ok());
  ASSERT_TRUE(paginator_.End().ok());
  EXPECT_EQ(fresh_, 1);
  EXPECT_TRUE(position_.keyset_position()->in_full_order);
  EXPECT_FALSE(position_.exhausted());
}

TEST_F(KeysetMemoryTest, AGroupThatCannotBeDividedFails) {
  plan_.full_order_by = plan_.order_by;
  BeginAfter(RowOf("a", -1));
  absl::Status status;
  for (int64_t i = 0; i < 100 && status.ok(); ++i) {
    status = paginator_.OnRow(RowOf("a", i, kTextBytes));
  }
  EXPECT_EQ(GetReason(status), Reason::kOrderTies) << status;
  EXPECT_EQ(fresh_, 1);
}

TEST_F(KeysetMemoryTest, TooManyPendingBytesOfLongRowsFail) {
  const std::string url(kTextBytes, 'a');
  BeginAfter(RowOf(url, -1));
  absl::Status status;
  int64_t rows = 0;
  for (; rows < 100 && status.ok(); ++rows) {
    status = paginator_.OnRow(RowOf(url, rows));
  }
  EXPECT_EQ(GetReason(status), Reason::kOrderTies) << status;
  EXPECT_NE(status.message().find("4194304 bytes"), std::string::npos);
  EXPECT_EQ(rows, 41);
  EXPECT_EQ(fresh_, 1);
}

// A page has more bytes of one group than may be pending, in any order.
TEST_F(KeysetMemoryTest, NoRowOfADividedGroupIsLostOrRepeated) {
  std::vector<Row> rows;
  for (int64_t i = 0; i < 150; ++i) rows.push_back(RowOf("a", i, kTextBytes));
  rows.push_back(RowOf("b", 0));
  for (const int64_t row_limit : {30, 151}) {
    plan_.page_rows = 100;
    plan_.row_limit = row_limit;
    KeysetUpstream upstream(rows, 0);
    RandomSource random(1);
    const Outcome outcome =
        ReadAll(dialect_, plan_, upstream, {.break_percent = 50}, random);
    ASSERT_TRUE(outcome.status.ok()) << outcome.status;
    ASSERT_EQ(static_cast<int64_t>(outcome.rows.size()), row_limit);
    RowIdentities digests;
    for (const Row& row : outcome.rows) {
      EXPECT_EQ(++digests[DigestRow(row, plan_.select)], 1);
    }
  }
}

}  // namespace
}  // namespace backlinks::stream
