// Tokens that are signed as they should be, over whatever bytes: the way past
// the signature to what is after it. Written apart from the codec.
#ifndef BACKLINKS_TESTS_CURSOR_SIGNED_TOKEN_H_
#define BACKLINKS_TESTS_CURSOR_SIGNED_TOKEN_H_

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <string>
#include <string_view>

#include "absl/strings/escaping.h"

namespace backlinks::cursor::testing_cursor {

inline constexpr char kKey[] = "0123456789abcdef";

inline std::string Signature(std::string_view key, std::string_view data) {
  unsigned char bytes[EVP_MAX_MD_SIZE];
  unsigned int size = 0;
  HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()),
       reinterpret_cast<const unsigned char*>(data.data()), data.size(), bytes,
       &size);
  return {reinterpret_cast<const char*>(bytes), size};
}

inline std::string SignedToken(std::string_view data) {
  return absl::WebSafeBase64Escape(std::string(data) + Signature(kKey, data));
}

}  // namespace backlinks::cursor::testing_cursor

#endif  // BACKLINKS_TESTS_CURSOR_SIGNED_TOKEN_H_
