// Converts what an upstream sent for a cell into the column's type, exactly or
// not at all.
//
// Units:  times UTC; a date without a time is its first moment.
// Errors: false: it cannot be converted exactly; the cell is then absent.
// Limits: numbers with a fraction or exponent are exact below 2^53; years 1 to
//         9999.
// Threads: stateless.
#ifndef BACKLINKS_SERVICE_DECODE_CELL_CONVERSION_H_
#define BACKLINKS_SERVICE_DECODE_CELL_CONVERSION_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "service/model/row.h"

namespace backlinks {

bool SetFromText(ColumnType type, int column, std::string_view text, Row& row);
bool SetFromInt(ColumnType type, int column, int64_t value, Row& row);
bool SetFromDouble(ColumnType type, int column, double value, Row& row);
bool SetFromBool(ColumnType type, int column, bool value, Row& row);

// "2013-10-26T20:19:04Z", any RFC 3339 time, or "2013-10-26".
bool ParseTimeText(std::string_view text, Time& time);

// The text with every byte that is not part of valid UTF-8 replaced by
// U+FFFD (the maximal subparts of the Unicode standard, as browsers do).
std::string MendUtf8(std::string_view text);

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_DECODE_CELL_CONVERSION_H_
