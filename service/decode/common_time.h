// Parses times in the format that nearly all upstreams send, quickly.
//
// Threads: stateless.
#ifndef BACKLINKS_SERVICE_DECODE_COMMON_TIME_H_
#define BACKLINKS_SERVICE_DECODE_COMMON_TIME_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace backlinks::decode {

// The size of a time in this format.
inline constexpr size_t kCommonTimeSize = 20;

// Parses "2013-10-26T20:19:04Z" in seconds since 1970-01-01T00:00:00Z. Empty if
// the text has another format, is no time, or is a leap second.
std::optional<int64_t> CommonTime(std::string_view text);

}  // namespace backlinks::decode

#endif  // BACKLINKS_SERVICE_DECODE_COMMON_TIME_H_
