#include "service/dialect/query_string.h"

#include <iterator>

#include "absl/strings/ascii.h"
#include "fmt/format.h"

namespace backlinks::dialect {

std::string PercentEncode(std::string_view text) {
  std::string encoded;
  encoded.reserve(text.size());
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (absl::ascii_isalnum(byte) || c == '-' || c == '.' || c == '_' ||
        c == '~') {
      encoded += c;
    } else {
      fmt::format_to(std::back_inserter(encoded), "%{:02X}", byte);
    }
  }
  return encoded;
}

void AddParameter(std::string& query, std::string_view name,
                  std::string_view value) {
  if (value.empty()) return;
  if (!query.empty()) query += '&';
  query += fmt::format("{}={}", name, PercentEncode(value));
}

}  // namespace backlinks::dialect
