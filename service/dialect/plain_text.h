// Helpers for texts of an upstream.
#ifndef BACKLINKS_SERVICE_DIALECT_PLAIN_TEXT_H_
#define BACKLINKS_SERVICE_DIALECT_PLAIN_TEXT_H_

#include <string>
#include <string_view>

#include "absl/strings/ascii.h"
#include "service/model/allowance.h"

namespace backlinks::dialect {

inline std::string Lower(std::string_view text) {
  return absl::AsciiStrToLower(absl::string_view(text.data(), text.size()));
}

inline bool Contains(std::string_view text, std::string_view part) {
  return text.find(part) != text.npos;
}

// Returns the member's text. Empty if there is no such member.
inline std::string_view Member(const FlatDocument& members,
                               std::string_view name) {
  const auto it = members.find(name);
  return it == members.end() ? std::string_view() : it->second;
}

}  // namespace backlinks::dialect

#endif  // BACKLINKS_SERVICE_DIALECT_PLAIN_TEXT_H_
