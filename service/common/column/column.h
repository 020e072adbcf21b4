// The columns of the refpages table, read from the field options of
// backlinks.v1.Refpage, which are the only definition of the schema. What an
// upstream calls a column, and charges for it, is in that upstream's dialect.
//
// Units:  a column's number is its field number in Refpage, 1 to 25.
// Threads: everything here is immutable after first use.
#ifndef BACKLINKS_SERVICE_COMMON_COLUMN_COLUMN_H_
#define BACKLINKS_SERVICE_COMMON_COLUMN_COLUMN_H_

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
};

// A set of columns; bit n is the column numbered n, bit 0 is never set.
using ColumnSet = std::bitset<kColumnCount + 1>;

// All columns, ordered by number.
const std::vector<Column>& AllColumns();

// The set of all columns.
ColumnSet FullColumnSet();

// The column with this number, which must be 1 to 25.
const Column& GetColumn(int number);

// The column with this name, or null.
const Column* FindColumn(std::string_view name);

// The type's name in the documentation: "string", "int", "date" or "boolean".
// link_type, here an enum, is documented as "string".
std::string_view ColumnTypeName(ColumnType type);

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_COMMON_COLUMN_COLUMN_H_
