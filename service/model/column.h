// The columns of the refpages table, read once from the options on the fields
// of backlinks.v1.Refpage: the schema is data, and is there alone.
//
// Units:  a column's number is its field number in Refpage, 1 to 25.
// Threads: everything here is immutable after first use.
#ifndef BACKLINKS_SERVICE_MODEL_COLUMN_H_
#define BACKLINKS_SERVICE_MODEL_COLUMN_H_

#include <bitset>
#include <string>
#include <string_view>
#include <vector>

namespace backlinks {

inline constexpr int kColumnCount = 25;

enum class ColumnType { kString, kInt64, kTimestamp, kBool, kLinkType };

struct Column {
  int number = 0;
  std::string name;
  ColumnType type = ColumnType::kString;
  std::string description;
  bool in_where = false;
  bool in_having = false;
  bool is_url = false;
  std::string v3_field;  // Empty: API v3 has none.
  int v3_units = 0;      // API units a row.
};

// A set of columns; bit n is the column numbered n, bit 0 is never set.
using ColumnSet = std::bitset<kColumnCount + 1>;

// All columns, in the order of their numbers.
const std::vector<Column>& AllColumns();

// Every column.
ColumnSet FullColumnSet();

// The column with this number, which must be 1 to 25.
const Column& GetColumn(int number);

// The column with this name, or null.
const Column* FindColumn(std::string_view name);

// The type in the words of the documentation: "string", "int", "date",
// "boolean"; link_type, an enum here, is "string" there.
std::string_view ColumnTypeName(ColumnType type);

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_MODEL_COLUMN_H_
