// Writes JSON strings that are safe on a terminal.
#ifndef BACKLINKS_CLIENT_CPP_OUTPUT_JSON_STRING_H_
#define BACKLINKS_CLIENT_CPP_OUTPUT_JSON_STRING_H_

#include <string>
#include <string_view>

namespace backlinks::output {

// Appends the text as a JSON string in quotes. Characters that could control a
// terminal (service/common/text/terminal_text.h) are "\u" escapes; bytes that
// are not UTF-8 are replaced with U+FFFD.
void AppendJsonString(std::string_view text, std::string& out);

}  // namespace backlinks::output

#endif  // BACKLINKS_CLIENT_CPP_OUTPUT_JSON_STRING_H_
