#include "service/embedded/ahrefs_v3/parameters.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "fmt/format.h"
#include "fmt/ranges.h"

namespace backlinks::embedded::ahrefs_v3 {
namespace {

constexpr size_t kMaxNames = 10;
constexpr size_t kMaxNameBytes = 40;

// Returns the name, fit for a quoted string in a header.
std::string Quotable(std::string_view name) {
  std::string text(name.substr(0, kMaxNameBytes));
  for (char& c : text) {
    if (!absl::ascii_isgraph(c) || c == '"' || c == '\\') c = '?';
  }
  return text;
}

}  // namespace

void WarnOfUnknownParameters(const http_server::HttpServerRequest& request,
                             std::span<const std::string_view> known,
                             http_server::HttpHeaders& headers) {
  std::vector<std::string> names;
  for (const auto& [name, value] : request.query) {
    if (std::find(known.begin(), known.end(), name) != known.end()) continue;
    names.push_back(Quotable(name));
  }
  if (names.empty()) return;
  if (names.size() > kMaxNames) {
    names.resize(kMaxNames);
    names.emplace_back("...");
  }
  headers.emplace_back(
      "Warning",
      fmt::format("299 - \"ignored parameters: {}\"", fmt::join(names, ", ")));
}

}  // namespace backlinks::embedded::ahrefs_v3
