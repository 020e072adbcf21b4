// Literals of the parameters of requests, as clients of API v2 and v3 write
// them.
#ifndef BACKLINKS_SERVICE_EMBEDDED_LITERAL_H_
#define BACKLINKS_SERVICE_EMBEDDED_LITERAL_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "absl/time/time.h"

namespace backlinks {

// "2013-10-26" or RFC 3339, with whatever fraction and offset.
std::optional<absl::Time> ParseDate(std::string_view text);

// The same as clients write it in queries: with a blank for the "T", without an
// offset (UTC), or with an offset whose raw "+" was decoded as a blank.
std::optional<absl::Time> ParseQueryDate(std::string_view text);

// "2013-10-26T20:19:04Z": the second of a time in UTC, without the fraction, as
// text that sorts by time among the cells of the database. A time after the
// year 9999 is "9999-12-31T24:00:00Z", which sorts after every cell.
std::string SortableDate(absl::Time time);

// A number of a query with the raw "+" that was decoded as a blank: "1e 05" is
// "1e+05".
std::string RestorePlus(std::string_view number);

// "10", "1e+05", "1e 05", "100.0": a whole number, not negative.
std::optional<int64_t> ParseCount(std::string_view text);

// "true", "TRUE", "1" …
std::optional<bool> ParseBool(std::string_view text);

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_EMBEDDED_LITERAL_H_
