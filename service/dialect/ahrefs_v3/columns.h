// The columns of the contract as API v3 has them, by its fields.
//
// Threads: everything here is immutable after first use.
#ifndef BACKLINKS_SERVICE_DIALECT_AHREFS_V3_COLUMNS_H_
#define BACKLINKS_SERVICE_DIALECT_AHREFS_V3_COLUMNS_H_

#include <string>
#include <string_view>

#include "service/model/cell_reading.h"
#include "service/model/column.h"

namespace backlinks {

// Those that have a field.
ColumnSet V3Columns();

// *Assumed*: only the two URLs of a backlink are never null.
ColumnSet V3Nullable();

// Those that v3 sorts as the contract does. It has other words for link_type
// and original, and a list for language.
ColumnSet V3Orderable();

// The column of this field; 0: none has it.
int ColumnOfV3(std::string_view field);

// The field of a column; "": it has none.
const std::string& V3FieldOf(int column);

// What this field costs a row, in units: any field that is no column's, 1.
int V3UnitsOf(std::string_view field);

CellReadings V3Readings();

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_DIALECT_AHREFS_V3_COLUMNS_H_
