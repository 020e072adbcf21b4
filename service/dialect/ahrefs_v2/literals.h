// Values as API v2's conditions have them.
#ifndef BACKLINKS_SERVICE_DIALECT_AHREFS_V2_LITERALS_H_
#define BACKLINKS_SERVICE_DIALECT_AHREFS_V2_LITERALS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "backlinks/v1/refpage.pb.h"
#include "service/model/row.h"

namespace backlinks {

// A text between double quotes; \ " ' and NUL escaped by a backslash.
std::string QuoteInV2(std::string_view text);

// v2's word for a link type, quoted.
std::string LinkTypeInV2(v1::LinkType type);

// The part without case that has the most characters, the first of several;
// "": every character has another form that differs in case alone.
std::string_view LongestCaselessPart(std::string_view text);

// A time as a date. Dates are whole days, UTC.
struct V2Date {
  std::optional<std::string> literal;  // Nothing: beyond the year 9999.
  bool exact = false;                  // It is the time itself.
};
enum class Rounding { kDown, kUp };
V2Date DateInV2(const Time& time, Rounding rounding);

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_DIALECT_AHREFS_V2_LITERALS_H_
