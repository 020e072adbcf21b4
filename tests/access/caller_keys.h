// API keys for tests, and their lines in a callers' file.
#ifndef BACKLINKS_TESTS_ACCESS_CALLER_KEYS_H_
#define BACKLINKS_TESTS_ACCESS_CALLER_KEYS_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "service/common/api_key/api_key.h"

namespace backlinks::access::testing_access {

// The same key for the same number.
inline std::string KeyOf(uint8_t number) {
  ApiKeyBytes bytes;
  bytes.fill(number);
  return MakeApiKey(bytes);
}

inline std::string HashOf(std::string_view key) {
  return ApiKeyHashText(HashApiKey(key));
}

inline std::string HashOf(uint8_t number) { return HashOf(KeyOf(number)); }

}  // namespace backlinks::access::testing_access

#endif  // BACKLINKS_TESTS_ACCESS_CALLER_KEYS_H_
