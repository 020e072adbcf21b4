#include "service/common/text/utf8.h"

#include <utf8proc.h>

#include <algorithm>

namespace backlinks::text {

Utf8Character ConsumeCharacter(std::string_view& text) {
  Utf8Character character;
  const auto size = utf8proc_iterate(
      reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
      static_cast<utf8proc_ssize_t>(text.size()), &character.code_point);
  const auto size_in_bytes =
      static_cast<size_t>(std::max<utf8proc_ssize_t>(size, 1));
  character.bytes = text.substr(0, size_in_bytes);
  text.remove_prefix(size_in_bytes);
  return character;
}

bool IsAscii(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return IsAscii(c); });
}

}  // namespace backlinks::text
