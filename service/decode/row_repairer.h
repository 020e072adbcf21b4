// Makes all text of a row valid UTF-8.
#ifndef BACKLINKS_SERVICE_DECODE_ROW_REPAIRER_H_
#define BACKLINKS_SERVICE_DECODE_ROW_REPAIRER_H_

#include <array>
#include <cstdint>

#include "service/model/row.h"

namespace backlinks {

// Puts U+FFFD for what is not, and counts each column that has some.
void SanitizeRow(Row& row, std::array<int64_t, kColumnCount + 1>& counts);

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_DECODE_ROW_REPAIRER_H_
