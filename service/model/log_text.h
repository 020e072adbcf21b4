// Text of any origin, made fit for a log line or a span.
#ifndef BACKLINKS_SERVICE_MODEL_LOG_TEXT_H_
#define BACKLINKS_SERVICE_MODEL_LOG_TEXT_H_

#include <cstddef>
#include <string>
#include <string_view>

namespace backlinks {

// Valid UTF-8 of at most `max_bytes` (at least 3): what is not UTF-8, and the
// control characters U+007F to U+009F that JSON would let through to a
// terminal, become U+FFFD; what is too long is cut between characters and
// ends in "...".
std::string LogText(std::string_view text, size_t max_bytes);

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_MODEL_LOG_TEXT_H_
