// Finds the end of a JSON string, 16 bytes at a time where the machine can.
//
// Threads: stateless.
#ifndef BACKLINKS_SERVICE_DECODE_STRING_END_H_
#define BACKLINKS_SERVICE_DECODE_STRING_END_H_

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include <bit>

namespace backlinks::decode {

// The bytes below this one are control characters, which a string must escape.
inline constexpr unsigned char kFirstPlainByte = 0x20;

inline bool IsPlainInString(char c) {
  return c != '"' && c != '\\' &&
         static_cast<unsigned char>(c) >= kFirstPlainByte;
}

// Returns the first byte of [at, end) that is a quote, a backslash or a control
// character, or `end`.
inline const char* FindStringEnd(const char* at, const char* end) {
#ifdef __SSE2__
  const __m128i quote = _mm_set1_epi8('"');
  const __m128i slash = _mm_set1_epi8('\\');
  const __m128i last_control = _mm_set1_epi8(kFirstPlainByte - 1);
  for (; end - at >= 16; at += 16) {
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
    const __m128i is_control =
        _mm_cmpeq_epi8(_mm_min_epu8(bytes, last_control), bytes);
    const __m128i found =
        _mm_or_si128(_mm_or_si128(_mm_cmpeq_epi8(bytes, quote),
                                  _mm_cmpeq_epi8(bytes, slash)),
                     is_control);
    const auto mask = static_cast<unsigned>(_mm_movemask_epi8(found));
    if (mask != 0) return at + std::countr_zero(mask);
  }
#endif
  while (at != end && IsPlainInString(*at)) ++at;
  return at;
}

}  // namespace backlinks::decode

#endif  // BACKLINKS_SERVICE_DECODE_STRING_END_H_
