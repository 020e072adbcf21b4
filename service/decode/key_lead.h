// What precedes a value in a row, as it was written: a key, a colon, and the
// white space around them.
//
// Threads: immutable.
#ifndef BACKLINKS_SERVICE_DECODE_KEY_LEAD_H_
#define BACKLINKS_SERVICE_DECODE_KEY_LEAD_H_

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace backlinks::decode {

class KeyLead {
 public:
  KeyLead() = default;
  explicit KeyLead(std::string_view text) : text_(text), size_(text.size()) {
    padded_.append(text, 0, kPadded).resize(kPadded);
    compared_ = ~uint32_t{0};
    if (size_ < kPadded) compared_ = (uint32_t{1} << size_) - 1;
  }

  size_t size() const { return size_; }

  // Returns whether `text` begins with this: mostly by one comparison of 32
  // bytes, whatever the size.
  bool Begins(std::string_view text) const {
#ifdef __SSE2__
    if (text.size() >= kPadded) {
      const uint32_t unequal = ~EqualBytes(text.data(), padded_.data());
      if ((unequal & compared_) != 0) return false;
      return size_ <= kPadded || text.starts_with(text_);
    }
#endif
    return text.starts_with(text_);
  }

 private:
  static constexpr size_t kPadded = 32;

#ifdef __SSE2__
  static uint32_t EqualBytes16(const char* a, const char* b) {
    const auto load = [](const char* at) {
      return _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
    };
    return static_cast<uint32_t>(
        _mm_movemask_epi8(_mm_cmpeq_epi8(load(a), load(b))));
  }
  // Returns a bit for each of 32 bytes.
  static uint32_t EqualBytes(const char* a, const char* b) {
    return EqualBytes16(a, b) | EqualBytes16(a + 16, b + 16) << 16;
  }
#endif

  std::string text_;
  std::string padded_;     // Its first 32 bytes, and zeros.
  uint32_t compared_ = 0;  // A bit for each byte of padded_ that is of text_.
  size_t size_ = 0;
};

}  // namespace backlinks::decode

#endif  // BACKLINKS_SERVICE_DECODE_KEY_LEAD_H_
