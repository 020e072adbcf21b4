#include "service/common/column/link_type_word.h"

#include <array>
#include <cstddef>
#include <string>

#include "absl/strings/ascii.h"
#include "backlinks/v1/refpage.pb.h"

namespace backlinks {
namespace {

using Words = std::array<std::string, v1::LinkType_ARRAYSIZE>;

// The names of the values in lower case, without their common prefix.
Words MakeWords() {
  constexpr size_t kPrefixSize = sizeof("LINK_TYPE_") - 1;
  Words words;
  for (size_t i = 0; i < words.size(); ++i) {
    const auto value = static_cast<v1::LinkType>(i);
    if (!v1::LinkType_IsValid(static_cast<int>(i))) continue;
    words[i] =
        absl::AsciiStrToLower(v1::LinkType_Name(value).substr(kPrefixSize));
  }
  return words;
}

}  // namespace

std::string_view LinkTypeWord(int number) {
  static const auto* const words = new Words(MakeWords());
  return v1::LinkType_IsValid(number) ? (*words)[number] : std::string_view();
}

}  // namespace backlinks
