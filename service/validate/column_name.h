// Finds a column by a caller's name for it, or says what is wrong with that.
#ifndef BACKLINKS_SERVICE_VALIDATE_COLUMN_NAME_H_
#define BACKLINKS_SERVICE_VALIDATE_COLUMN_NAME_H_

#include <string>
#include <string_view>

#include "service/model/column.h"
#include "service/validate/violations.h"

namespace backlinks {

// The column, or null and one violation at `path`, which names the nearest
// column if there is one near.
const Column* ReadColumn(std::string_view name, const std::string& path,
                         Violations& violations);

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_VALIDATE_COLUMN_NAME_H_
