#include "service/common/parse/predicate_values.h"

#include <charconv>
#include <optional>
#include <string_view>
#include <system_error>

#include "service/common/text/decimal.h"

namespace backlinks {
namespace {

constexpr std::string_view kNoLinkType =
    "expected href, redirect, frame, form, canonical, rss or alternate";

std::optional<v1::LinkType> ParseLinkType(const std::string& word) {
  std::string name = "LINK_TYPE_";
  for (const char c : word) {
    name += static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
  }
  v1::LinkType type;
  if (!v1::LinkType_Parse(name, &type) || type == v1::LINK_TYPE_UNSPECIFIED) {
    return std::nullopt;
  }
  return type;
}

}  // namespace

Expected ParseInt(const std::string& text, int64_t& number) {
  if (text.find_first_of(".eE") != text.npos) {
    const std::optional<int64_t> exact = text::ExactInt(text);
    number = exact.value_or(0);
    return exact ? "" : "expected a whole number";
  }
  const char* const end = text.data() + text.size();
  const auto parsed = std::from_chars(text.data(), end, number);
  if (parsed.ptr != end) return "expected a whole number";
  if (parsed.ec == std::errc::result_out_of_range) {
    return "expected a number of at most 64 bits";
  }
  return parsed.ec == std::errc() ? "" : "expected a whole number";
}

Expected AddLinkType(const std::string& word,
                     v1::LinkTypePredicate& predicate) {
  const auto type = ParseLinkType(word);
  if (!type) return Expected(kNoLinkType);
  predicate.mutable_any_of()->add_values(*type);
  return "";
}

}  // namespace backlinks
