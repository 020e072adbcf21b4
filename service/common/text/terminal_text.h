// Sanitizes text of any origin for a terminal.
//
// Unsafe characters are those that control a terminal or change the order of
// what it displays: control characters (C0, DEL, C1), line and paragraph
// separators, and format characters such as the bidirectional controls, except
// the joiners U+200C and U+200D and the soft hyphen, which scripts need.
// Threads: stateless.
#ifndef BACKLINKS_SERVICE_COMMON_TEXT_TERMINAL_TEXT_H_
#define BACKLINKS_SERVICE_COMMON_TEXT_TERMINAL_TEXT_H_

#include <cstdint>
#include <string>
#include <string_view>

namespace backlinks::text {

// Returns whether the character is unsafe. True for -1, a byte that is not
// UTF-8: some terminals interpret it as a C1 control character.
bool ControlsTerminal(int32_t code_point);

// Replaces every unsafe character with U+FFFD. Keeps line feeds, tabs, and
// carriage returns that precede a line feed.
std::string TerminalText(std::string_view text);

// Replaces unsafe characters, which are legal in JSON strings, with "\u"
// escapes: the JSON value stays the same.
std::string TerminalJson(std::string_view json);

}  // namespace backlinks::text

#endif  // BACKLINKS_SERVICE_COMMON_TEXT_TERMINAL_TEXT_H_
