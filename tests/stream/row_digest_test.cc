#include "service/stream/row_digest.h"

#include <set>
#include <string>

#include "gtest/gtest.h"

namespace backlinks::stream {
namespace {

int NumberOf(std::string_view name) { return FindColumn(name)->number; }

Row ExampleRow() {
  Row row;
  row.SetText(NumberOf("title"), "a title");
  row.SetText(NumberOf("anchor"), "");
  row.SetNumber(NumberOf("http_code"), 200);
  row.SetNumber(NumberOf("nofollow"), 0);
  row.SetTime(NumberOf("first_seen"), {1, 2});
  row.SetWord(NumberOf("link_type"), 0, "odd");
  return row;
}

uint64_t Digest(const Row& row) { return DigestRow(row, FullColumnSet()); }

TEST(RowDigest, DependsOnEveryCell) {
  using Change = void (*)(Row & row);
  const Change changes[] = {
      [](Row&) {},
      [](Row& row) { row.SetText(NumberOf("title"), "a tItle"); },
      [](Row& row) { row.SetText(NumberOf("title"), ""); },
      [](Row& row) { row.Erase(NumberOf("title")); },
      [](Row& row) { row.Erase(NumberOf("anchor")); },
      [](Row& row) { row.SetText(NumberOf("alt"), ""); },
      [](Row& row) { row.SetNumber(NumberOf("http_code"), 201); },
      [](Row& row) { row.SetNumber(NumberOf("nofollow"), 1); },
      [](Row& row) {
        row.SetTime(NumberOf("first_seen"), {2, 2});
      },
      [](Row& row) {
        row.SetTime(NumberOf("first_seen"), {1, 3});
      },
      [](Row& row) { row.SetWord(NumberOf("link_type"), 0, "odder"); },
      [](Row& row) { row.SetWord(NumberOf("link_type"), 1, ""); },
  };
  std::set<uint64_t> digests;
  for (const Change change : changes) {
    Row row = ExampleRow();
    change(row);
    EXPECT_TRUE(digests.insert(Digest(row)).second) << digests.size();
  }
}

// Tokens that clients hold contain it: a version with another digest would
// reject them.
TEST(RowDigest, IsThatOfEveryVersion) {
  Row row = ExampleRow();
  row.SetText(NumberOf("text_pre"), std::string(100, 'p'));
  row.SetText(NumberOf("text_post"), std::string(200, 'q'));
  row.SetText(NumberOf("url_to"), std::string(300, 'u'));
  EXPECT_EQ(Digest(row), 3220525517227907066u);
  EXPECT_EQ(Digest(Row()), 14374147212387527897u);
  EXPECT_EQ(AppendDigest(7, 11), 1332056291526210980u);
}

TEST(RowDigest, IsOfTheTextWhereverItIs) {
  const std::string title = "a title";
  Row row = ExampleRow();
  row.BorrowText(NumberOf("title"), title);
  EXPECT_EQ(Digest(row), Digest(ExampleRow()));
}

TEST(RowDigest, IgnoresColumnsThatWereNotSelected) {
  ColumnSet columns = FullColumnSet();
  columns.reset(NumberOf("title"));
  Row row = ExampleRow();
  const uint64_t digest = DigestRow(row, columns);
  row.SetText(NumberOf("title"), "another");
  EXPECT_EQ(DigestRow(row, columns), digest);
}

TEST(RowDigest, OfASequenceDependsOnItsOrder) {
  EXPECT_NE(AppendDigest(AppendDigest(0, 1), 2),
            AppendDigest(AppendDigest(0, 2), 1));
}

}  // namespace
}  // namespace backlinks::stream
