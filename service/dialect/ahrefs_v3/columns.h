// Maps the columns of the contract to the fields of API v3.
//
// Threads: everything here is immutable after first use.
#ifndef BACKLINKS_SERVICE_DIALECT_AHREFS_V3_COLUMNS_H_
#define BACKLINKS_SERVICE_DIALECT_AHREFS_V3_COLUMNS_H_

#include <string_view>

#include "service/common/column/column.h"
#include "service/model/cell_reading.h"

namespace backlinks::dialect::ahrefs_v3 {

// Returns the columns that have a field.
ColumnSet V3Columns();

// Returns the columns that may be null. *Assumed*: only the two URLs of a
// backlink are never null.
ColumnSet V3Nullable();

// Returns the columns that v3 sorts as the contract does. v3 has other words
// for link_type and original, and a list for language.
ColumnSet V3Orderable();

// Returns the column of a field, or 0 if there is none.
int ColumnOfV3(std::string_view field);

// Returns the field of a column. Empty if it has none.
std::string_view V3FieldOf(int column);

// Returns the price of a field per row, in units. Fields without a column cost
// 1.
int V3UnitsOf(std::string_view field);

CellReadings V3Readings();

}  // namespace backlinks::dialect::ahrefs_v3

#endif  // BACKLINKS_SERVICE_DIALECT_AHREFS_V3_COLUMNS_H_
