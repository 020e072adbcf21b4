// API keys of callers: what `backlinks keys new` makes and the server checks.
//
// Format:  "blk_", 43 digits of base 62 (32 random bytes), and 6 digits of base
//          62 (the CRC-32 of everything before them). The prefix lets scanners
//          find a key that was published, and the checksum distinguishes a typo
//          from a key that is not known.
// Storage: the server keeps the SHA-256 of a key. A slow hash would add
//          nothing, because 256 random bits cannot be guessed.
// Threads: stateless.
#ifndef BACKLINKS_SERVICE_COMMON_API_KEY_API_KEY_H_
#define BACKLINKS_SERVICE_COMMON_API_KEY_API_KEY_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace backlinks {

using ApiKeyBytes = std::array<uint8_t, 32>;
using ApiKeyHash = std::array<uint8_t, 32>;

inline constexpr std::string_view kApiKeyPrefix = "blk_";
inline constexpr size_t kApiKeySize = 53;
inline constexpr std::string_view kApiKeyHashPrefix = "sha256:";

// Returns the key made of these bytes.
std::string MakeApiKey(const ApiKeyBytes& bytes);

// Returns a new key, from the random generator of OpenSSL.
std::string NewApiKey();

// Returns whether the text has the form of a key and the right checksum.
bool IsWellFormedApiKey(std::string_view text);

ApiKeyHash HashApiKey(std::string_view key);

// Returns "sha256:" and 64 hexadecimal digits, the form of the callers' file.
std::string ApiKeyHashText(const ApiKeyHash& hash);

// Parses the form of ApiKeyHashText. Digits may be in upper case.
std::optional<ApiKeyHash> ParseApiKeyHash(std::string_view text);

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_COMMON_API_KEY_API_KEY_H_
