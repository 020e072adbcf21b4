// Formats values for API v2's conditions.
#ifndef BACKLINKS_SERVICE_DIALECT_AHREFS_V2_LITERALS_H_
#define BACKLINKS_SERVICE_DIALECT_AHREFS_V2_LITERALS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "backlinks/v1/refpage.pb.h"
#include "service/model/row.h"

namespace backlinks::dialect::ahrefs_v2 {

// Returns the text in double quotes, with \ " ' and NUL escaped by a backslash.
std::string QuoteInV2(std::string_view text);

// Returns v2's word for a link type, in quotes.
std::string LinkTypeInV2(v1::LinkType type);

// Returns the longest part without case, by characters, and the first one of
// several. Empty if every character has another form that differs in case only.
std::string_view LongestCaselessPart(std::string_view text);

// A time as a date literal. Dates are whole days in UTC.
struct V2Date {
  std::optional<std::string> literal;  // Empty after the year 9999.
  bool exact = false;                  // Whether it is exactly the time.
};
enum class Rounding { kDown, kUp };
V2Date DateInV2(const Time& time, Rounding rounding);

}  // namespace backlinks::dialect::ahrefs_v2

#endif  // BACKLINKS_SERVICE_DIALECT_AHREFS_V2_LITERALS_H_
