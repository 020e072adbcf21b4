#include "client/cpp/cli/caret_text.h"

#include <algorithm>

#include "client/cpp/output/display_width.h"
#include "fmt/format.h"

namespace backlinks::cli {
namespace {

constexpr size_t kMaxBefore = 50;  // Bytes.
constexpr size_t kMaxAfter = 25;

bool IsInside(std::string_view text, size_t at) {
  return at < text.size() && (text[at] & 0xC0) == 0x80;
}

}  // namespace

std::string CaretText(std::string_view text, size_t position) {
  size_t place = std::min(std::max<size_t>(position, 1) - 1, text.size());
  while (place > 0 && IsInside(text, place)) --place;
  size_t begin = place > kMaxBefore ? place - kMaxBefore : 0;
  while (IsInside(text, begin)) ++begin;
  size_t end = std::min(place + kMaxAfter, text.size());
  while (IsInside(text, end)) ++end;

  const std::string before = fmt::format("{}{}", begin > 0 ? "…" : "",
                                         text.substr(begin, place - begin));
  const std::string after = fmt::format("{}{}", text.substr(place, end - place),
                                        end < text.size() ? "…" : "");
  return fmt::format("  {}{}\n  {:>{}}", output::Printable(before),
                     output::Printable(after), "^",
                     output::DisplayWidth(before) + 1);
}

}  // namespace backlinks::cli
