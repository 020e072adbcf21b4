#include "service/config/secret_file.h"

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <system_error>

#include "absl/status/status.h"
#include "fmt/format.h"
#include "service/common/file/small_file.h"

namespace backlinks::config {
namespace {

constexpr size_t kMaxBytes = 4096;
constexpr size_t kMaxWhiteSpace = 15;  // Around the secret.
constexpr std::string_view kWhiteSpace = " \t\r\n";

std::string_view Trim(std::string_view text) {
  const size_t first = text.find_first_not_of(kWhiteSpace);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kWhiteSpace) - first + 1);
}

bool IsPrintable(char c) { return c > ' ' && c <= '~'; }

absl::Status Holds(const std::string& what) {
  return absl::InvalidArgumentError("contains " + what);
}

}  // namespace

absl::StatusOr<Secret> CheckSecret(const SecretForm& form,
                                   std::string_view text) {
  const std::string_view secret = Trim(text);
  if (secret.empty()) return Holds(fmt::format("no {}", form.noun));
  if (secret.size() > kMaxBytes) {
    return Holds(fmt::format("more than {} bytes", kMaxBytes));
  }
  if (secret.size() < form.min_bytes) {
    return Holds(fmt::format("less than {} bytes", form.min_bytes));
  }
  if (form.is_word && !std::all_of(secret.begin(), secret.end(), IsPrintable)) {
    return Holds("something that is not one word of printable ASCII");
  }
  return Secret(std::string(secret));
}

absl::StatusOr<Secret> ReadSecretFile(const SecretForm& form,
                                      const std::string& path, FileKind kind) {
  const absl::StatusOr<std::string> text =
      ReadSmallFile(path, kMaxBytes + kMaxWhiteSpace, kind);
  if (text.ok()) return CheckSecret(form, *text);
  if (absl::IsOutOfRange(text.status())) {
    return Holds(fmt::format("more than {} bytes", kMaxBytes));
  }
  return absl::InvalidArgumentError("cannot be read");
}

bool IsWorldReadable(const std::string& path) {
  std::error_code failed;
  const auto status = std::filesystem::status(path, failed);
  return !failed &&
         (status.permissions() & std::filesystem::perms::others_read) !=
             std::filesystem::perms::none;
}

}  // namespace backlinks::config
