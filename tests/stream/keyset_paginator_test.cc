// What a stream over an upstream without offset asks for, and what it makes of
// rows that change.
#include "service/stream/keyset_paginator.h"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "gtest/gtest.h"
#include "service/common/status/status.h"
#include "service/plan/pager.h"
#include "service/plan/stream_position.h"
#include "tests/stream/keyset_simulator.h"

namespace backlinks::stream {
namespace {

using testing_keysets::KeysetUpstream;
using testing_keysets::MakePlan;
using testing_keysets::Outcome;
using testing_keysets::ReadAll;
using testing_support::RandomSource;

int ColumnOf(const char* name) { return FindColumn(name)->number; }

// Rows that are equal in everything.
std::vector<Row> Copies(int64_t count) {
  Row row;
  row.SetText(ColumnOf("url_from"), "http://a.example/");
  row.SetText(ColumnOf("url_to"), "http://b.example/");
  return std::vector<Row>(count, row);
}

// Rows with different URLs.
std::vector<Row> Numbered(int64_t count) {
  std::vector<Row> rows = Copies(count);
  for (int64_t i = 0; i < count; ++i) {
    rows[i].SetText(ColumnOf("url_from"),
                    "http://a.example/" + std::to_string(1000 + i));
  }
  return rows;
}

class KeysetPaginatorTest : public testing::Test {
 protected:
  Outcome Read(std::vector<Row> rows, int64_t cap, int64_t known_cap,
               int64_t page_rows) {
    const plan::FakeDialect dialect({.short_page_is_end = false,
                                     .page_start = dialect::PageStart::kKeyset,
                                     .max_page_rows = known_cap,
                                     .min_page_cap = 100});
    KeysetUpstream upstream(std::move(rows), cap);
    Outcome outcome =
        ReadAll(dialect, MakePlan({}, {}, page_rows), upstream, {}, random_);
    requests_ = upstream.requests();
    return outcome;
  }

  RandomSource random_{1};
  int64_t requests_ = 0;
};

struct Asked {
  const char* name;
  int64_t rows;
  int64_t cap;
  int64_t known_cap;
  int64_t page_rows;
  int64_t requests;
};

class Requests : public KeysetPaginatorTest,
                 public testing::WithParamInterface<Asked> {};

TEST_P(Requests, AreNoMoreThanNeeded) {
  const Asked& asked = GetParam();
  const Outcome outcome =
      Read(Numbered(asked.rows), asked.cap, asked.known_cap, asked.page_rows);
  ASSERT_TRUE(outcome.status.ok()) << outcome.status;
  EXPECT_EQ(static_cast<int64_t>(outcome.rows.size()), asked.rows);
  EXPECT_EQ(requests_, asked.requests);
}

INSTANTIATE_TEST_SUITE_P(
    KeysetPaginator, Requests,
    testing::Values(
        Asked{"None", 0, 0, 0, 1000, 1},
        // One that a known cap did not cut off is the last.
        Asked{"ShortOfAKnownCap", 7, 100, 100, 100, 1},
        // The second page is shorter than the first: no cap cut it off.
        Asked{"ShortOfNoCap", 7, 0, 0, 1000, 2},
        // A cap of one might have cut it off: it is asked for by all columns,
        // and for what is after it.
        Asked{"OneRow", 1, 0, 0, 1000, 3},
        // Every page but the first has one row again: 100 + 99 + 99 + 2.
        Asked{"KnownCap", 300, 100, 100, 100, 4},
        Asked{"CapLearned", 300, 100, 0, 1000, 4},
        Asked{"ExactlyAPage", 100, 100, 100, 100, 2}),
    [](const auto& info) { return info.param.name; });

TEST_F(KeysetPaginatorTest, EqualRowsThatFillAPageAreNamed) {
  std::vector<Row> rows = Copies(5);
  const std::vector<Row> others = Numbered(3);
  rows.insert(rows.end(), others.begin(), others.end());
  const Outcome outcome = Read(rows, 3, 3, 3);
  EXPECT_EQ(GetReason(outcome.status), Reason::kOrderTies) << outcome.status;
  EXPECT_EQ(outcome.rows.size(), 3U);
}

// Whether more of them exist cannot be known.
TEST_F(KeysetPaginatorTest, EqualRowsThatFillTheLastPageAreNamed) {
  const Outcome outcome = Read(Copies(5), 3, 3, 3);
  EXPECT_EQ(GetReason(outcome.status), Reason::kOrderTies) << outcome.status;
  EXPECT_EQ(outcome.rows.size(), 3U);
}

class AnyRows final : public FreshRows {
 public:
  bool Full() const override { return false; }
  absl::Status OnFresh(const Row&) override { return absl::OkStatus(); }
};

absl::Status ReadAllPages(plan::Pager& pager, KeysetPaginator& paginator,
                          const Plan& plan, KeysetUpstream& upstream,
                          RandomSource& random) {
  while (const std::optional<Page> page = pager.Next()) {
    const std::vector<Row> rows = upstream.Answer(plan, *page, random);
    paginator.Begin(*page);
    for (const Row& row : rows) {
      if (absl::Status status = paginator.OnRow(row); !status.ok()) {
        return status;
      }
    }
    pager.OnEnd(*page, static_cast<int64_t>(rows.size()));
    if (absl::Status status = paginator.End(); !status.ok()) return status;
  }
  return absl::OkStatus();
}

// With a token of this position a server with larger pages requests the equal
// rows again, instead of those after them.
TEST_F(KeysetPaginatorTest, ThePositionOfOrderTiesIsNotAfterTheEqualRows) {
  std::vector<Row> rows = Copies(5);
  const std::vector<Row> others = Numbered(3);
  rows.insert(rows.end(), others.begin(), others.end());
  const plan::FakeDialect dialect({.short_page_is_end = false,
                                   .page_start = dialect::PageStart::kKeyset,
                                   .max_page_rows = 3,
                                   .min_page_cap = 100});
  const Plan plan = MakePlan({}, {}, 3);
  plan::StreamPosition position{Cursor()};
  plan::Pager pager(dialect, plan, position);
  AnyRows any;
  KeysetPaginator paginator(dialect, plan, position, any);
  KeysetUpstream upstream(std::move(rows), 3);
  const absl::Status status =
      ReadAllPages(pager, paginator, plan, upstream, random_);
  EXPECT_EQ(GetReason(status), Reason::kOrderTies) << status;
  ASSERT_NE(position.keyset_position(), nullptr);
  EXPECT_FALSE(position.keyset_position()->after_equals);
}

TEST_F(KeysetPaginatorTest, EqualRowsThatFillNoPageAreAllReturned) {
  std::vector<Row> rows = Copies(4);
  const std::vector<Row> others = Numbered(7);
  rows.insert(rows.end(), others.begin(), others.end());
  const Outcome outcome = Read(rows, 5, 0, 1000);
  ASSERT_TRUE(outcome.status.ok()) << outcome.status;
  EXPECT_EQ(outcome.rows.size(), rows.size());
}

// Rows with different URLs, of which these are too long to begin a page at.
std::vector<Row> WithLong(std::vector<Row> rows,
                          const std::vector<int64_t>& long_rows) {
  for (const int64_t i : long_rows) {
    const std::string url(rows[i].text(ColumnOf("url_from")));
    rows[i].SetText(ColumnOf("url_from"), url + std::string(70'000, 'x'));
  }
  return rows;
}

TEST_F(KeysetPaginatorTest, LongRowsAreDeliveredAtAnyPosition) {
  const std::vector<std::vector<int64_t>> places = {
      {0},    {1},    {2},       {3}, {0, 1}, {1, 2},
      {2, 3}, {3, 4}, {2, 5, 8}, {9}, {8, 9}, {0, 2, 4, 6, 8}};
  for (const auto& place : places) {
    SCOPED_TRACE(testing::PrintToString(place));
    const std::vector<Row> rows = WithLong(Numbered(10), place);
    for (const int64_t known_cap : {0, 3}) {
      const Outcome outcome = Read(rows, 3, known_cap, 3);
      ASSERT_TRUE(outcome.status.ok()) << outcome.status;
      ASSERT_EQ(outcome.rows.size(), rows.size());
      for (size_t i = 0; i < rows.size(); ++i) {
        EXPECT_EQ(outcome.rows[i].text(ColumnOf("url_from")),
                  rows[i].text(ColumnOf("url_from")));
      }
    }
  }
}

TEST_F(KeysetPaginatorTest, ALongRowThatIsTheOnlyOne) {
  const Outcome outcome = Read(WithLong(Numbered(1), {0}), 0, 0, 1000);
  ASSERT_TRUE(outcome.status.ok()) << outcome.status;
  EXPECT_EQ(outcome.rows.size(), 1U);
  EXPECT_EQ(requests_, 2);
}

TEST_F(KeysetPaginatorTest, LongRowsThatFillAPageAreNamed) {
  const std::vector<Row> rows = WithLong(Numbered(10), {4, 5, 6});
  const Outcome outcome = Read(rows, 3, 3, 3);
  EXPECT_EQ(GetReason(outcome.status), Reason::kOrderTies) << outcome.status;
  EXPECT_NE(outcome.status.message().find("url_from"), std::string::npos);
  EXPECT_EQ(outcome.rows.size(), 7U);
}

// It may be the end, or what a cap has cut off.
TEST_F(KeysetPaginatorTest, LongRowsThatMayFillAPageAreNamed) {
  std::vector<int64_t> all;
  for (int64_t i = 0; i < 100; ++i) all.push_back(i);
  const Outcome outcome = Read(WithLong(Numbered(120), all), 100, 0, 1000);
  EXPECT_EQ(GetReason(outcome.status), Reason::kOrderTies) << outcome.status;
  EXPECT_EQ(outcome.rows.size(), 100U);
}

// Two pages of a table; between them something happens to it.
class Changes : public testing::Test, private FreshRows {
 protected:
  Changes() : plan_(MakePlan({}, FullColumnSet(), 3)), upstream_({}, 0) {}

  // Over a table of these rows.
  absl::Status ReadPage(std::vector<Row> table) {
    upstream_ = KeysetUpstream(std::move(table), 0);
    const auto page = pager_.Next();
    if (!page) return absl::NotFoundError("no page");
    paginator_.Begin(*page);
    pager_.OnHead(*page, std::nullopt);
    const std::vector<Row> rows = upstream_.Answer(plan_, *page, random_);
    for (const Row& row : rows) {
      if (absl::Status status = paginator_.OnRow(row); !status.ok())
        return status;
    }
    pager_.OnEnd(*page, static_cast<int64_t>(rows.size()));
    return paginator_.End();
  }

  std::vector<Row> taken_;

 private:
  bool Full() const override { return false; }
  absl::Status OnFresh(const Row& row) override {
    taken_.push_back(row);
    return absl::OkStatus();
  }

  const plan::FakeDialect dialect_{{.short_page_is_end = false,
                                    .page_start = dialect::PageStart::kKeyset,
                                    .max_page_rows = 3}};
  Plan plan_;
  KeysetUpstream upstream_;
  RandomSource random_{1};
  plan::StreamPosition position_{Cursor()};
  plan::Pager pager_{dialect_, plan_, position_};
  KeysetPaginator paginator_{dialect_, plan_, position_, *this};
};

TEST_F(Changes, ARowThatWasReadBeforeMayGo) {
  std::vector<Row> table = Numbered(6);
  ASSERT_TRUE(ReadPage(table).ok());
  table.erase(table.begin());
  EXPECT_TRUE(ReadPage(table).ok());
  EXPECT_EQ(taken_.size(), 5U);
}

TEST_F(Changes, TheLastRowMayNotGo) {
  std::vector<Row> table = Numbered(6);
  ASSERT_TRUE(ReadPage(table).ok());
  table.erase(table.begin() + 2);
  EXPECT_EQ(GetReason(ReadPage(table)), Reason::kRowsChanged);
  EXPECT_EQ(taken_.size(), 3U);
}

TEST_F(Changes, TheLastRowIsNotConfusedWithAnotherOne) {
  std::vector<Row> table = Numbered(6);
  ASSERT_TRUE(ReadPage(table).ok());
  table[2].SetNumber(ColumnOf("http_code"), 500);
  EXPECT_EQ(GetReason(ReadPage(table)), Reason::kRowsChanged);
  EXPECT_EQ(taken_.size(), 3U);
}

TEST_F(Changes, ALongRowMayNotGo) {
  std::vector<Row> table = WithLong(Numbered(6), {2});
  ASSERT_TRUE(ReadPage(table).ok());
  table.erase(table.begin() + 2);
  EXPECT_EQ(GetReason(ReadPage(table)), Reason::kRowsChanged);
  EXPECT_EQ(taken_.size(), 3U);
}

TEST_F(Changes, ALongRowIsNotConfusedWithAnotherOne) {
  std::vector<Row> table = WithLong(Numbered(6), {2});
  ASSERT_TRUE(ReadPage(table).ok());
  table[2].SetNumber(ColumnOf("http_code"), 500);
  EXPECT_EQ(GetReason(ReadPage(table)), Reason::kRowsChanged);
  EXPECT_EQ(taken_.size(), 3U);
}

TEST_F(Changes, ARowThatIsEqualToTheLastOneMayCome) {
  std::vector<Row> table = Numbered(4);
  ASSERT_TRUE(ReadPage(table).ok());
  table.push_back(table[2]);
  table.back().SetNumber(ColumnOf("http_code"), 500);
  EXPECT_TRUE(ReadPage(table).ok());
  EXPECT_EQ(taken_.size(), 5U);
}

}  // namespace
}  // namespace backlinks::stream
