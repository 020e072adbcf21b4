#include "service/cache/sha256.h"

#include <cstdlib>

#include "openssl/sha.h"

namespace backlinks::cache {

static_assert(kSha256Bytes == SHA256_DIGEST_LENGTH);

std::string Sha256(std::string_view bytes) {
  std::string digest(kSha256Bytes, '\0');
  const auto* const data = reinterpret_cast<const unsigned char*>(bytes.data());
  auto* const out = reinterpret_cast<unsigned char*>(digest.data());
  // Fails only without memory.
  if (SHA256(data, bytes.size(), out) == nullptr) std::abort();
  return digest;
}

}  // namespace backlinks::cache
