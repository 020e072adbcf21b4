// What the upstreams call the columns, and what they charge: every column of
// the contract has an entry in the table of each dialect, and docs/prices.md
// has the tables.
#include "service/dialect/ahrefs_v2/column_table.h"

#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "backlinks/v1/refpage.pb.h"
#include "fmt/format.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "service/common/column/column.h"
#include "service/dialect/ahrefs_v2/columns.h"
#include "service/dialect/ahrefs_v3/column_table.h"
#include "service/dialect/ahrefs_v3/columns.h"
#include "tests/support/file/source_path.h"

namespace backlinks::dialect {
namespace {

using testing::ElementsAre;
using testing::ElementsAreArray;
using testing::HasSubstr;

// The numbers of the fields of Refpage that are columns. Read from the
// descriptor, since the server's own table is limited to kColumnCount.
std::vector<int> ColumnsOfTheContract() {
  std::vector<int> numbers;
  const google::protobuf::Descriptor& refpage = *v1::Refpage::descriptor();
  for (int i = 0; i < refpage.field_count(); ++i) {
    if (refpage.field(i)->options().HasExtension(v1::column)) {
      numbers.push_back(refpage.field(i)->number());
    }
  }
  return numbers;
}

template <typename Table>
std::vector<int> NumbersOf(const Table& table) {
  std::vector<int> numbers;
  numbers.reserve(table.size());
  for (const auto& column : table) numbers.push_back(column.number);
  return numbers;
}

TEST(ColumnTables, HaveEveryColumnOfTheContract) {
  EXPECT_THAT(NumbersOf(ahrefs_v2::kV2Columns),
              ElementsAreArray(ColumnsOfTheContract()))
      << "of service/dialect/ahrefs_v2/column_table.h";
  EXPECT_THAT(NumbersOf(ahrefs_v3::kV3Columns),
              ElementsAreArray(ColumnsOfTheContract()))
      << "of service/dialect/ahrefs_v3/column_table.h";
}

TEST(ColumnTables, NameNoTwoColumnsAlike) {
  std::set<std::string_view> names;
  for (const ahrefs_v2::V2Column& column : ahrefs_v2::kV2Columns) {
    if (column.name.empty()) continue;
    EXPECT_TRUE(names.insert(column.name).second) << column.name;
  }
  std::set<std::string_view> fields;
  for (const ahrefs_v3::V3Column& column : ahrefs_v3::kV3Columns) {
    if (column.field.empty()) continue;
    EXPECT_TRUE(fields.insert(column.field).second) << column.field;
  }
}

// The contract took its names from v2.
TEST(AhrefsV2ColumnTable, HasTheNamesOfTheContract) {
  for (const ahrefs_v2::V2Column& column : ahrefs_v2::kV2Columns) {
    EXPECT_EQ(column.name, GetColumn(column.number).name);
    EXPECT_EQ(ahrefs_v2::V2NameOf(column.number), column.name);
    EXPECT_EQ(ahrefs_v2::ColumnOfV2(column.name), column.number);
  }
  EXPECT_EQ(ahrefs_v2::V2Columns(), FullColumnSet());
  EXPECT_EQ(ahrefs_v2::ColumnOfV2(""), 0);
  EXPECT_EQ(ahrefs_v2::ColumnOfV2("ugc"), 0);
}

TEST(AhrefsV3ColumnTable, HasAPriceForEveryField) {
  std::vector<std::string> absent;
  for (const ahrefs_v3::V3Column& column : ahrefs_v3::kV3Columns) {
    if (column.field.empty()) absent.push_back(GetColumn(column.number).name);
    // Every field that the contract needs costs one unit.
    EXPECT_EQ(column.units, column.field.empty() ? 0 : 1) << column.field;
  }
  EXPECT_THAT(absent, ElementsAre("prev_visited"));
}

// One row of the table in docs/prices.md.
std::string RowOnThePage(const ahrefs_v2::V2Column& v2,
                         const ahrefs_v3::V3Column& v3) {
  return fmt::format("| `{}` | `{}` | {} | {} |\n", GetColumn(v2.number).name,
                     v2.name,
                     v3.field.empty() ? "–" : fmt::format("`{}`", v3.field),
                     v3.field.empty() ? "–" : fmt::to_string(v3.units));
}

TEST(ColumnTables, AreOnThePageOfPrices) {
  std::ifstream file(testing_file::SourcePath("docs/prices.md"));
  const std::string page{std::istreambuf_iterator<char>(file), {}};
  std::string expected =
      "| column | API v2 | API v3 | units of API v3 |\n|---|---|---|---|\n";
  for (size_t i = 0; i < ahrefs_v2::kV2Columns.size(); ++i) {
    expected +=
        RowOnThePage(ahrefs_v2::kV2Columns[i], ahrefs_v3::kV3Columns[i]);
  }
  EXPECT_THAT(page, HasSubstr("\n" + expected + "\n")) << expected;
}

}  // namespace
}  // namespace backlinks::dialect
