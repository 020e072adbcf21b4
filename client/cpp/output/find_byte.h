// Searches text for the bytes that a format must escape.
#ifndef BACKLINKS_CLIENT_CPP_OUTPUT_FIND_BYTE_H_
#define BACKLINKS_CLIENT_CPP_OUTPUT_FIND_BYTE_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace backlinks::output {

// Several bytes that are compared at once; an extension of GCC and Clang.
using Bytes [[gnu::vector_size(16)]] = unsigned char;

template <typename Matches>
bool AnyMatches(const char* begin, Matches matches) {
  Bytes bytes;
  std::memcpy(&bytes, begin, sizeof(bytes));
  const auto found = matches(bytes);
  std::array<uint64_t, 2> words;
  static_assert(sizeof(found) == sizeof(words));
  std::memcpy(words.data(), &found, sizeof(words));
  return (words[0] | words[1]) != 0;
}

// Returns the position of the first byte from `begin` that matches, or the size
// of the text. `matches` is called with one byte and with Bytes, so that it
// must combine comparisons with `|`.
template <typename Matches>
size_t FindByte(std::string_view text, size_t begin, Matches matches) {
  while (text.size() - begin >= sizeof(Bytes)) {
    if (AnyMatches(text.data() + begin, matches)) break;
    begin += sizeof(Bytes);
  }
  // Compares the last bytes together with some that were compared before.
  if (text.size() >= sizeof(Bytes) && text.size() - begin < sizeof(Bytes) &&
      !AnyMatches(text.data() + text.size() - sizeof(Bytes), matches)) {
    return text.size();
  }
  while (begin < text.size() &&
         !matches(static_cast<unsigned char>(text[begin]))) {
    ++begin;
  }
  return begin;
}

}  // namespace backlinks::output

#endif  // BACKLINKS_CLIENT_CPP_OUTPUT_FIND_BYTE_H_
