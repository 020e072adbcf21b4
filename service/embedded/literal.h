// Literals of the parameters of requests, as clients of API v2 and v3 write
// them.
#ifndef BACKLINKS_SERVICE_EMBEDDED_LITERAL_H_
#define BACKLINKS_SERVICE_EMBEDDED_LITERAL_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "absl/time/time.h"

namespace backlinks::embedded {

// Parses "2013-10-26" or RFC 3339, with any fraction and offset.
std::optional<absl::Time> ParseDate(std::string_view text);

// Parses such a date in the spelling of queries: with a blank for the "T",
// without an offset (UTC), or with an offset whose "+" was not encoded and thus
// became a blank.
std::optional<absl::Time> ParseQueryDate(std::string_view text);

// Returns the second of a time in UTC without the fraction, such as
// "2013-10-26T20:19:04Z": text that is sorted by time among the cells of the
// database. A time after the year 9999 is "9999-12-31T24:00:00Z", which is
// after every cell.
std::string SortableDate(absl::Time time);

// Restores the "+" in a number of a query, if it was not encoded and thus
// became a blank: "1e 05" becomes "1e+05".
std::string RestorePlus(std::string_view number);

// Parses a non-negative integer: "10", "1e+05", "1e 05", "100.0".
std::optional<int64_t> ParseCount(std::string_view text);

// Parses "true", "TRUE", "1" …
std::optional<bool> ParseBool(std::string_view text);

}  // namespace backlinks::embedded

#endif  // BACKLINKS_SERVICE_EMBEDDED_LITERAL_H_
