#include "service/app/upstream_token.h"

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <fstream>
#include <system_error>

#include "absl/status/status.h"

namespace backlinks {
namespace {

constexpr size_t kMaxTokenBytes = 4096;
constexpr std::string_view kWhiteSpace = " \t\r\n";

std::string_view Trim(std::string_view text) {
  const size_t first = text.find_first_not_of(kWhiteSpace);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kWhiteSpace) - first + 1);
}

bool IsPrintable(char c) { return c > ' ' && c <= '~'; }

}  // namespace

absl::StatusOr<Secret> CheckToken(std::string_view text) {
  const std::string_view token = Trim(text);
  if (token.empty()) return absl::InvalidArgumentError("holds no token");
  if (token.size() > kMaxTokenBytes) {
    return absl::InvalidArgumentError("holds more than 4096 bytes");
  }
  if (!std::all_of(token.begin(), token.end(), IsPrintable)) {
    return absl::InvalidArgumentError(
        "holds something that is not one word of printable ASCII");
  }
  return Secret(std::string(token));
}

absl::StatusOr<Secret> ReadTokenFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  // One byte more than is allowed, and room for white space at the end.
  std::string text(kMaxTokenBytes + 16, '\0');
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (file.bad() || !file.is_open() || (file.fail() && !file.eof())) {
    return absl::InvalidArgumentError("cannot be read");
  }
  text.resize(static_cast<size_t>(file.gcount()));
  return CheckToken(text);
}

bool IsWorldReadable(const std::string& path) {
  std::error_code failed;
  const auto status = std::filesystem::status(path, failed);
  return !failed &&
         (status.permissions() & std::filesystem::perms::others_read) !=
             std::filesystem::perms::none;
}

}  // namespace backlinks
