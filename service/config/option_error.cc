#include "service/config/option_error.h"

#include <cstddef>

#include "fmt/format.h"

namespace backlinks::config {
namespace {

constexpr size_t kMaxLineBytes = 500;

}  // namespace

std::string OneLine(std::string_view text) {
  std::string line;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7f) {
      line += fmt::format("\\x{:02x}", byte);
    } else {
      line += c;
    }
  }
  if (line.size() > kMaxLineBytes) line = line.substr(0, kMaxLineBytes) + "...";
  return line;
}

absl::Status WrongOption(std::string_view where, std::string_view what) {
  const std::string line =
      where.empty() ? std::string(what) : fmt::format("{}: {}", where, what);
  return absl::InvalidArgumentError(OneLine(line));
}

absl::Status WrongOption(std::string_view where, const absl::Status& status) {
  return WrongOption(where, std::string(status.message()));
}

}  // namespace backlinks::config
