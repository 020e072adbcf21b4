// The columns of the refpages table as those of Apache Arrow: texts and
// link_type as utf8, numbers as int64, times in microseconds.
#ifndef BACKLINKS_SERVICE_COMMON_ARROW_ARROW_COLUMN_H_
#define BACKLINKS_SERVICE_COMMON_ARROW_ARROW_COLUMN_H_

#include <string>
#include <vector>

#include "service/common/arrow/arrow_array.h"
#include "service/common/column/column.h"

namespace backlinks::arrow {

// Returns empty arrays, one per column.
std::vector<ArrowArray> ArraysOf(const std::vector<const Column*>& columns);

// Returns the schema message of the columns.
std::string SchemaOf(const std::vector<const Column*>& columns);

}  // namespace backlinks::arrow

#endif  // BACKLINKS_SERVICE_COMMON_ARROW_ARROW_COLUMN_H_
