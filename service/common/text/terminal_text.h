// Text of any origin, made harmless for a terminal.
//
// Unsafe are the characters that control a terminal or change the order of
// what it shows: control characters (C0, DEL, C1), line and paragraph
// separators, and format characters such as the bidirectional controls, except
// the joiners U+200C and U+200D and the soft hyphen, which scripts need.
// Threads: stateless.
#ifndef BACKLINKS_SERVICE_COMMON_TEXT_TERMINAL_TEXT_H_
#define BACKLINKS_SERVICE_COMMON_TEXT_TERMINAL_TEXT_H_

#include <cstdint>
#include <string>
#include <string_view>

namespace backlinks {

// Whether a terminal must not receive the character. True for -1, a byte that
// is not UTF-8: some terminals take it for a C1 control character.
bool ControlsTerminal(int32_t code_point);

// The text with U+FFFD in place of every unsafe character. Keeps line feeds,
// tabs, and carriage returns that precede a line feed.
std::string TerminalText(std::string_view text);

// The JSON text with "\u" escapes in place of unsafe characters, which are
// legal in JSON strings: the value stays the same.
std::string TerminalJson(std::string_view json);

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_COMMON_TEXT_TERMINAL_TEXT_H_
