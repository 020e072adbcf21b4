// Replaces the escapes of a JSON string by what they stand for.
//
// Threads: stateless.
#ifndef BACKLINKS_SERVICE_DECODE_UNESCAPE_H_
#define BACKLINKS_SERVICE_DECODE_UNESCAPE_H_

#include <string>
#include <string_view>

namespace backlinks::decode {

// Appends what `text`, the inside of a JSON string, stands for. Returns false
// if an escape is not valid, or is a surrogate without its partner; `out` then
// ends anywhere.
bool AppendUnescaped(std::string_view text, std::string& out);

}  // namespace backlinks::decode

#endif  // BACKLINKS_SERVICE_DECODE_UNESCAPE_H_
