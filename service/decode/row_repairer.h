// Sanitizes a row, so that all its text is valid UTF-8.
#ifndef BACKLINKS_SERVICE_DECODE_ROW_REPAIRER_H_
#define BACKLINKS_SERVICE_DECODE_ROW_REPAIRER_H_

#include <array>
#include <cstdint>

#include "service/model/row.h"

namespace backlinks::decode {

// Replaces invalid UTF-8 with U+FFFD, and adds 1 to `counts` for each column
// with such text.
void SanitizeRow(Row& row, std::array<int64_t, kColumnCount + 1>& counts);

}  // namespace backlinks::decode

#endif  // BACKLINKS_SERVICE_DECODE_ROW_REPAIRER_H_
