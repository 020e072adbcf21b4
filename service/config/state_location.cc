#include "service/config/state_location.h"

#include <string_view>

#include "fmt/format.h"

namespace backlinks::config {
namespace {

std::string RedactedUrl(const state::redis::ServerAddress& address) {
  const bool has_credentials =
      !address.user.empty() || !address.password.empty();
  const std::string_view credentials = has_credentials ? "***@" : "";
  if (!address.unix_path.empty()) {
    return fmt::format("unix://{}{}?db={}", credentials, address.unix_path,
                       address.database);
  }
  return fmt::format("{}://{}{}/{}", address.tls ? "rediss" : "redis",
                     credentials, address.name(), address.database);
}

}  // namespace

std::string StateLocation::Redacted() const {
  if (redis) return RedactedUrl(*redis);
  return sqlite_file.empty() ? "memory" : "sqlite:" + sqlite_file;
}

}  // namespace backlinks::config
