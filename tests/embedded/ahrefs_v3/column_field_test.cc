// The embedded upstream and the dialects have the names and prices of the
// columns apart, as if by two parties: both sides must agree.
#include "service/embedded/ahrefs_v3/column_field.h"

#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "service/common/column/column.h"
#include "service/dialect/ahrefs_v2/column_table.h"
#include "service/dialect/ahrefs_v2/price.h"
#include "service/dialect/ahrefs_v3/column_table.h"
#include "service/embedded/account.h"
#include "service/embedded/ahrefs_v3/field.h"

namespace backlinks::embedded::ahrefs_v3 {
namespace {

TEST(V3ColumnFields, AreThoseOfTheDialect) {
  size_t fields = 0;
  for (const dialect::ahrefs_v3::V3Column& column :
       dialect::ahrefs_v3::kV3Columns) {
    if (column.field.empty()) continue;
    ++fields;
    const std::string& name = GetColumn(column.number).name;
    EXPECT_EQ(ColumnOfV3Field(column.field), name);
    const V3Field* const served = FindV3Field(column.field);
    ASSERT_NE(served, nullptr) << column.field;
    EXPECT_EQ(served->units, column.units) << column.field;
  }
  EXPECT_EQ(V3ColumnFields().size(), fields);
}

TEST(V3ColumnFields, AreOfColumnsOfTheTable) {
  for (const V3ColumnField& pair : V3ColumnFields()) {
    EXPECT_NE(FindColumn(pair.column), nullptr) << pair.column;
  }
  EXPECT_EQ(ColumnOfV3Field(""), "");
  EXPECT_EQ(ColumnOfV3Field("domain_rating"), "");
}

// The embedded API v2 has the columns of the table under their own names.
TEST(V2Columns, AreThoseOfTheDialect) {
  for (const dialect::ahrefs_v2::V2Column& column :
       dialect::ahrefs_v2::kV2Columns) {
    const Column* const served = FindColumn(column.name);
    ASSERT_NE(served, nullptr) << column.name;
    EXPECT_EQ(served->number, column.number);
  }
}

TEST(V2Price, IsThatOfTheDialect) {
  for (const std::string where : {"", "a=1"}) {
    for (const std::string having : {"", "b=2"}) {
      for (const int64_t rows : {0, 1, 1000}) {
        Account account;
        account.Add({.where = where, .having = having, .rows = rows});
        EXPECT_EQ(account.milli_price(),
                  dialect::ahrefs_v2::V2PagePrice(
                      {.where = where, .having = having}, rows));
      }
    }
  }
}

}  // namespace
}  // namespace backlinks::embedded::ahrefs_v3
