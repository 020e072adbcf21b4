// Values without quotes, as API v2's clients wrote them.
#ifndef BACKLINKS_SERVICE_PARSE_BARE_VALUE_H_
#define BACKLINKS_SERVICE_PARSE_BARE_VALUE_H_

#include <cstddef>
#include <string_view>

namespace backlinks {

// Returns where a function's bare value that begins at `at` ends: before the
// next comma, bracket or line break, without the blanks before it.
size_t BareArgumentEnd(std::string_view text, size_t at);

// The same for a comparison's text, which also ends before the words AND, OR
// and NOT, and before what looks like a condition whose AND was forgotten: a
// column with an operator, a function with its bracket, "-" with a column.
size_t BareTextEnd(std::string_view text, size_t at);

// Returns the offset of the first straight quote in a bare value that is not an
// apostrophe between letters; npos if there is none.
size_t FindStrayQuote(std::string_view value);

// Returns the quotation mark that `value` begins with and that is none in a
// filter text: a typographic one, a backtick, or an encoded one such as "%22".
// Empty if there is none.
std::string_view LookalikeQuote(std::string_view value);

// Whether the text has a percent sign with two hexadecimal digits.
bool HasPercentEncoding(std::string_view text);

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_PARSE_BARE_VALUE_H_
