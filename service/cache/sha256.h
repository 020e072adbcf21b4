// SHA-256.
//
// Threads: stateless.
#ifndef BACKLINKS_SERVICE_CACHE_SHA256_H_
#define BACKLINKS_SERVICE_CACHE_SHA256_H_

#include <cstddef>
#include <string>
#include <string_view>

namespace backlinks::cache {

inline constexpr size_t kSha256Bytes = 32;

// Returns kSha256Bytes bytes.
std::string Sha256(std::string_view bytes);

}  // namespace backlinks::cache

#endif  // BACKLINKS_SERVICE_CACHE_SHA256_H_
