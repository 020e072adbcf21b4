#include "service/telemetry/metric_text.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <system_error>

#include "fmt/format.h"

namespace backlinks::telemetry {
namespace {

constexpr std::string_view kBound = "le=\"";

// Returns `number` itself if it is not finite: "+Inf".
std::string ShortNumber(std::string_view number) {
  double value = 0;
  const char* const end = number.data() + number.size();
  const auto [rest, error] = std::from_chars(number.data(), end, value);
  if (error != std::errc() || rest != end || !std::isfinite(value)) {
    return std::string(number);
  }
  return fmt::format("{:.15g}", value);
}

// Returns where the value of the next label `le` begins; npos if there is none.
size_t FindBound(std::string_view text) {
  size_t at = text.find(kBound, 1);
  while (at != text.npos && text[at - 1] != '{' && text[at - 1] != ',') {
    at = text.find(kBound, at + 1);
  }
  return at == text.npos ? at : at + kBound.size();
}

}  // namespace

std::string ShortenBounds(std::string_view text) {
  std::string result;
  result.reserve(text.size());
  for (size_t at = FindBound(text); at != text.npos; at = FindBound(text)) {
    const size_t end = std::min(text.find('"', at), text.size());
    result += text.substr(0, at);
    result += ShortNumber(text.substr(at, end - at));
    text.remove_prefix(end);
  }
  return result.append(text);
}

}  // namespace backlinks::telemetry
