#include "service/http_server/request_target.h"

#include <charconv>

namespace backlinks::http_server {
namespace {

std::string Decode(std::string_view text, bool plus_is_space) {
  std::string decoded;
  for (size_t i = 0; i < text.size(); ++i) {
    unsigned byte = 0;
    if (text[i] == '%' && i + 2 < text.size()) {
      const char* const end = text.data() + i + 3;
      const auto parsed = std::from_chars(text.data() + i + 1, end, byte, 16);
      if (parsed.ec == std::errc() && parsed.ptr == end) {
        decoded += static_cast<char>(byte);
        i += 2;
        continue;
      }
    }
    decoded += plus_is_space && text[i] == '+' ? ' ' : text[i];
  }
  return decoded;
}

// Returns the part before the first `mark`, and removes both from `rest`.
std::string_view TakeUntil(char mark, std::string_view& rest) {
  const size_t at = rest.find(mark);
  const std::string_view part = rest.substr(0, at);
  rest = at == rest.npos ? std::string_view() : rest.substr(at + 1);
  return part;
}

}  // namespace

RequestTarget ParseRequestTarget(std::string_view target) {
  RequestTarget parsed;
  std::string_view rest = target;
  parsed.path = Decode(TakeUntil('?', rest), false);
  while (!rest.empty()) {
    std::string_view parameter = TakeUntil('&', rest);
    if (parameter.empty()) continue;
    const std::string_view name = TakeUntil('=', parameter);
    parsed.query.emplace_back(Decode(name, true), Decode(parameter, true));
  }
  return parsed;
}

}  // namespace backlinks::http_server
