// Decodes the escapes of a JSON string.
//
// Threads: stateless.
#ifndef BACKLINKS_SERVICE_DECODE_UNESCAPE_H_
#define BACKLINKS_SERVICE_DECODE_UNESCAPE_H_

#include <string>
#include <string_view>

namespace backlinks::decode {

// Appends `text`, a JSON string without its quotes, with its escapes decoded.
// Returns false if an escape is not valid, or is a surrogate without its
// partner; `out` then ends anywhere.
bool AppendUnescaped(std::string_view text, std::string& out);

}  // namespace backlinks::decode

#endif  // BACKLINKS_SERVICE_DECODE_UNESCAPE_H_
