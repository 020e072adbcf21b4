#include "service/config/state_location.h"

#include <string_view>

#include "absl/strings/str_join.h"
#include "fmt/format.h"

namespace backlinks::config {
namespace {

std::string SentinelNames(const state::redis::ServerAddress& address) {
  return absl::StrJoin(
      address.sentinels, ",",
      [](std::string* out, const state::redis::HostPort& sentinel) {
        out->append(sentinel.name());
      });
}

std::string RedactedUrl(const state::redis::ServerAddress& address) {
  const bool has_credentials =
      !address.user.empty() || !address.password.empty();
  const std::string_view credentials = has_credentials ? "***@" : "";
  if (!address.unix_path.empty()) {
    return fmt::format("unix://{}{}?db={}", credentials, address.unix_path,
                       address.database);
  }
  if (!address.sentinels.empty()) {
    return fmt::format(
        "{}+sentinel://{}{}/{}/{}", address.tls ? "rediss" : "redis",
        credentials, SentinelNames(address), address.service, address.database);
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
