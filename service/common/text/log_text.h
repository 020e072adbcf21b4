// Text of any origin, made fit for a log line or a span.
#ifndef BACKLINKS_SERVICE_COMMON_TEXT_LOG_TEXT_H_
#define BACKLINKS_SERVICE_COMMON_TEXT_LOG_TEXT_H_

#include <cstddef>
#include <string>
#include <string_view>

namespace backlinks {

// Valid UTF-8 of at most `max_bytes` (at least 3). What is not UTF-8, and the
// unsafe characters of terminal_text.h that JSON does not escape, become
// U+FFFD. A text that is too long is cut between characters and ends in "...".
std::string LogText(std::string_view text, size_t max_bytes);

// The text without what may be user information of a URL: everything between
// the scheme and the last "@" becomes "***". "https://user:secret@host/" is
// "https://***@host/". Also takes "@" that is percent-encoded or full-width.
std::string RedactUserInfo(std::string_view text);

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_COMMON_TEXT_LOG_TEXT_H_
