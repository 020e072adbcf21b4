// Maps the columns of the contract to those of API v2.
//
// Threads: everything here is immutable after first use.
#ifndef BACKLINKS_SERVICE_DIALECT_AHREFS_V2_COLUMNS_H_
#define BACKLINKS_SERVICE_DIALECT_AHREFS_V2_COLUMNS_H_

#include <string_view>

#include "service/common/column/column.h"

namespace backlinks::dialect::ahrefs_v2 {

// Returns the columns that v2 has.
ColumnSet V2Columns();

// Returns the column with this name in v2, or 0 if there is none.
int ColumnOfV2(std::string_view name);

// Returns the name of a column in v2. Empty if v2 does not have the column.
std::string_view V2NameOf(int column);

}  // namespace backlinks::dialect::ahrefs_v2

#endif  // BACKLINKS_SERVICE_DIALECT_AHREFS_V2_COLUMNS_H_
