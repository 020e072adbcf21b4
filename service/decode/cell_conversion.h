// Converts the value that an upstream sent for a cell into the column's type,
// exactly or not at all.
//
// In:     the text of a JSON string, a JSON number as written, or a bool.
// Units:  times are in UTC; a date without a time is its first moment.
// Errors: false if the value cannot be converted exactly. The row is then
//         unchanged.
// Limits: numbers of int64; years 1 to 9999; nine digits of a second.
// Threads: stateless.
#ifndef BACKLINKS_SERVICE_DECODE_CELL_CONVERSION_H_
#define BACKLINKS_SERVICE_DECODE_CELL_CONVERSION_H_

#include <cstdint>
#include <optional>
#include <string_view>

#include "service/model/row.h"

namespace backlinks::decode {

bool SetFromText(ColumnType type, int column, std::string_view text, Row& row);
bool SetFromNumber(ColumnType type, int column, std::string_view written,
                   Row& row);
bool SetFromBool(ColumnType type, int column, bool value, Row& row);

// Parses "2013-10-26T20:19:04Z", any other RFC 3339 time, or "2013-10-26".
std::optional<Time> ExactTime(std::string_view text);

// Parses "true" and "false" in any case, "1" and "0".
std::optional<bool> ExactBool(std::string_view text);

}  // namespace backlinks::decode

#endif  // BACKLINKS_SERVICE_DECODE_CELL_CONVERSION_H_
