// Finds a column by the name that a caller uses for it, or reports a violation.
#ifndef BACKLINKS_SERVICE_VALIDATE_COLUMN_NAME_H_
#define BACKLINKS_SERVICE_VALIDATE_COLUMN_NAME_H_

#include <string>
#include <string_view>

#include "service/common/column/column.h"
#include "service/validate/violations.h"

namespace backlinks::validate {

// Returns the column, or null with one violation at `path` that suggests the
// most similar column name, if any is similar.
const Column* ReadColumn(std::string_view name, const std::string& path,
                         Violations& violations);

}  // namespace backlinks::validate

#endif  // BACKLINKS_SERVICE_VALIDATE_COLUMN_NAME_H_
