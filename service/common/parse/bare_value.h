// Values without quotes, as clients of API v2 write them.
#ifndef BACKLINKS_SERVICE_COMMON_PARSE_BARE_VALUE_H_
#define BACKLINKS_SERVICE_COMMON_PARSE_BARE_VALUE_H_

#include <cstddef>
#include <string_view>

namespace backlinks {

// Returns where a function's bare value that begins at `at` ends: before the
// next comma, bracket or line break, without trailing blanks.
size_t BareArgumentEnd(std::string_view text, size_t at);

// Returns the same for the text of a comparison. It also ends before the words
// AND, OR and NOT, and before a condition whose AND may have been forgotten: a
// column with an operator, a function with its bracket, "-" with a column.
size_t BareTextEnd(std::string_view text, size_t at);

// Returns the offset of the first straight quote in a bare value that is not an
// apostrophe between letters; npos if there is none.
size_t FindStrayQuote(std::string_view value);

// Returns the quotation mark at the beginning of `value` that filter text does
// not support: a typographic one, a backtick, or an encoded one such as "%22".
// Empty if there is none.
std::string_view LookalikeQuote(std::string_view value);

// Whether the text contains a percent sign with two hexadecimal digits.
bool HasPercentEncoding(std::string_view text);

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_COMMON_PARSE_BARE_VALUE_H_
