#include "service/common/api_key/api_key.h"

#include <openssl/crypto.h>
#include <openssl/rand.h>
#include <openssl/sha.h>
#include <zlib.h>

#include <algorithm>
#include <cstdlib>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"

namespace backlinks {
namespace {

constexpr std::string_view kDigits =
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
constexpr unsigned kBase = 62;
constexpr unsigned kByteValues = 256;
constexpr size_t kChecksumDigits = 6;
constexpr size_t kRandomDigits = 43;

static_assert(kDigits.size() == kBase);
static_assert(kApiKeySize ==
              kApiKeyPrefix.size() + kRandomDigits + kChecksumDigits);

const unsigned char* Bytes(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

// Divides a big-endian number by 62, and returns the remainder.
unsigned DivideByBase(ApiKeyBytes& number) {
  unsigned rest = 0;
  for (uint8_t& byte : number) {
    const unsigned value = rest * kByteValues + byte;
    byte = static_cast<uint8_t>(value / kBase);
    rest = value % kBase;
  }
  return rest;
}

// Big-endian, with leading zeros.
std::string RandomDigits(ApiKeyBytes number) {
  std::string digits(kRandomDigits, '0');
  for (auto digit = digits.rbegin(); digit != digits.rend(); ++digit) {
    *digit = kDigits[DivideByBase(number)];
  }
  OPENSSL_cleanse(number.data(), number.size());
  return digits;
}

std::string Checksum(std::string_view text) {
  uLong crc = crc32(0, Bytes(text), static_cast<uInt>(text.size()));
  std::string digits(kChecksumDigits, '0');
  for (auto digit = digits.rbegin(); digit != digits.rend(); ++digit) {
    *digit = kDigits[crc % kBase];
    crc /= kBase;
  }
  return digits;
}

}  // namespace

std::string MakeApiKey(const ApiKeyBytes& bytes) {
  std::string key(kApiKeyPrefix);
  key += RandomDigits(bytes);
  return key + Checksum(key);
}

std::string NewApiKey() {
  ApiKeyBytes bytes;
  // Without randomness no key is safe.
  if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1) {
    std::abort();
  }
  std::string key = MakeApiKey(bytes);
  OPENSSL_cleanse(bytes.data(), bytes.size());
  return key;
}

bool IsWellFormedApiKey(std::string_view text) {
  if (text.size() != kApiKeySize || !text.starts_with(kApiKeyPrefix)) {
    return false;
  }
  const std::string_view digits = text.substr(kApiKeyPrefix.size());
  if (!std::all_of(digits.begin(), digits.end(),
                   [](char c) { return absl::ascii_isalnum(c); })) {
    return false;
  }
  const size_t checked = kApiKeySize - kChecksumDigits;
  return Checksum(text.substr(0, checked)) == text.substr(checked);
}

ApiKeyHash HashApiKey(std::string_view key) {
  ApiKeyHash hash;
  static_assert(sizeof(hash) == SHA256_DIGEST_LENGTH);
  if (SHA256(Bytes(key), key.size(), hash.data()) == nullptr) std::abort();
  return hash;
}

std::string ApiKeyHashText(const ApiKeyHash& hash) {
  const absl::string_view bytes(reinterpret_cast<const char*>(hash.data()),
                                hash.size());
  return std::string(kApiKeyHashPrefix) + absl::BytesToHexString(bytes);
}

std::optional<ApiKeyHash> ParseApiKeyHash(std::string_view text) {
  if (!text.starts_with(kApiKeyHashPrefix)) return std::nullopt;
  text.remove_prefix(kApiKeyHashPrefix.size());
  ApiKeyHash hash;
  if (text.size() != 2 * hash.size() ||
      !std::all_of(text.begin(), text.end(),
                   [](char c) { return absl::ascii_isxdigit(c); })) {
    return std::nullopt;
  }
  const std::string bytes = absl::HexStringToBytes(std::string(text));
  std::copy(bytes.begin(), bytes.end(), hash.begin());
  return hash;
}

}  // namespace backlinks
