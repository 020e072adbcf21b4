// Sanitizes text of any origin for a log line or a span.
#ifndef BACKLINKS_SERVICE_COMMON_TEXT_LOG_TEXT_H_
#define BACKLINKS_SERVICE_COMMON_TEXT_LOG_TEXT_H_

#include <cstddef>
#include <string>
#include <string_view>

namespace backlinks::text {

// Returns valid UTF-8 of at most `max_bytes`, which is at least 3. Bytes that
// are not UTF-8, and the unsafe characters of terminal_text.h that JSON does
// not escape, become U+FFFD. A longer text is cut between characters and ends
// with "...".
std::string LogText(std::string_view text, size_t max_bytes);

// Returns the text with a URL's possible user information redacted: everything
// between the scheme and the last "@" becomes "***".
// "https://user:secret@host/" becomes "https://***@host/". A percent-encoded
// "@", full-width "@" (U+FF20) and the small one (U+FE6B) count as well.
std::string RedactUserInfo(std::string_view text);

}  // namespace backlinks::text

#endif  // BACKLINKS_SERVICE_COMMON_TEXT_LOG_TEXT_H_
