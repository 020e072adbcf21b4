// Numbers and texts as bytes: numbers in 8 bytes, least significant first, and
// texts after their length.
//
// Threads: one at a time.
#ifndef BACKLINKS_SERVICE_CACHE_BYTE_FIELDS_H_
#define BACKLINKS_SERVICE_CACHE_BYTE_FIELDS_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace backlinks::cache {

inline constexpr size_t kNumberBytes = 8;

inline void AppendNumber(std::string& out, uint64_t value) {
  for (size_t i = 0; i < kNumberBytes; ++i) {
    out += static_cast<char>(value >> (8 * i) & 0xff);
  }
}

inline void AppendText(std::string& out, std::string_view text) {
  AppendNumber(out, text.size());
  out += text;
}

// Reads fields from the front. After a field that is not complete ok() is
// false, and every field is 0 or empty.
class FieldReader {
 public:
  explicit FieldReader(std::string_view bytes) : bytes_(bytes) {}

  bool ok() const { return ok_; }
  // All bytes after the fields that were read.
  std::string_view rest() const { return bytes_; }

  uint64_t Number() {
    uint64_t value = 0;
    const std::string_view bytes = Take(kNumberBytes);
    for (size_t i = 0; i < bytes.size(); ++i) {
      value |= static_cast<uint64_t>(static_cast<uint8_t>(bytes[i])) << (8 * i);
    }
    return value;
  }

  std::string_view Text() { return Take(Number()); }

  // Reads that many bytes.
  std::string_view Take(uint64_t size) {
    if (size > bytes_.size()) ok_ = false;
    if (!ok_) {
      bytes_ = {};
      return {};
    }
    const std::string_view taken = bytes_.substr(0, size);
    bytes_.remove_prefix(size);
    return taken;
  }

 private:
  std::string_view bytes_;
  bool ok_ = true;
};

}  // namespace backlinks::cache

#endif  // BACKLINKS_SERVICE_CACHE_BYTE_FIELDS_H_
