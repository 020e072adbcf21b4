#include "service/config/state_options.h"

#include <string>
#include <utility>

#include "fmt/format.h"
#include "service/common/file/small_file.h"
#include "service/common/pem/pem.h"
#include "service/common/proxy/loopback.h"
#include "service/common/status/status.h"
#include "service/config/option_error.h"
#include "service/config/option_secrets.h"
#include "service/state/redis/server_address.h"

namespace backlinks::config {
namespace {

using state::redis::ParseServerUrl;
using state::redis::ServerAddress;

constexpr std::string_view kStateFlag = "--state";
constexpr std::string_view kPasswordFlag = "--state_password_file";
constexpr std::string_view kStateCaFlag = "--state_ca_file";
constexpr std::string_view kNeedsTls =
    "needs a --state of rediss:// or rediss+sentinel://";
constexpr std::string_view kSqlite = "sqlite:";
constexpr std::string_view kRedisSchemes[] = {
    "redis:", "rediss:", "redis+sentinel:", "rediss+sentinel:", "unix:"};

bool IsRedis(std::string_view value) {
  for (const std::string_view scheme : kRedisSchemes) {
    if (value.starts_with(scheme)) return true;
  }
  return false;
}

absl::Status CheckSqlite(std::string_view value) {
  if (value.size() > kSqlite.size()) return absl::OkStatus();
  return absl::InvalidArgumentError("needs the name of a file after sqlite:");
}

absl::Status CheckRedis(std::string_view value) {
  absl::Status status = ParseServerUrl(value, Secret()).status();
  if (status.ok()) return status;
  // A user whose password is in the file or in the environment.
  const bool needs_password =
      ParseServerUrl(value, Secret("elsewhere")).status().ok();
  return needs_password ? absl::OkStatus() : status;
}

absl::Status CheckCa(const std::string& path) {
  const std::string where = fmt::format("{} {}", kStateCaFlag, path);
  const absl::StatusOr<std::string> pem = ReadSmallFile(path);
  if (!pem.ok()) return WrongOption(where, pem.status());
  const auto certificates = ParseCertificates(*pem);
  if (certificates.ok()) return absl::OkStatus();
  return WrongOption(where, certificates.status());
}

// The master that Sentinels know may be on any host.
bool IsOnThisHost(const ServerAddress& address) {
  return address.sentinels.empty() &&
         (!address.unix_path.empty() || IsLoopbackHost(address.host));
}

void WarnOfPlaintext(Options& options) {
  const ServerAddress& address = *options.state_location.redis;
  if (address.password.empty() || address.tls || IsOnThisHost(address)) return;
  options.warnings.emplace_back(
      "the password of the shared state travels to Redis without encryption: "
      "rediss:// and rediss+sentinel:// encrypt");
}

absl::Status ReadRedis(const Environment& environment, Options& options) {
  const absl::StatusOr<Secret> password =
      ReadStatePassword(environment, options);
  if (!password.ok()) return password.status();
  absl::StatusOr<ServerAddress> address =
      ParseServerUrl(options.state, *password);
  if (!address.ok()) return WrongOption(kStateFlag, address.status());
  options.state_location.redis = *std::move(address);
  WarnOfPlaintext(options);
  if (options.state_ca_file.empty()) return absl::OkStatus();
  if (!options.state_location.redis->tls) {
    return WrongOption(kStateCaFlag, kNeedsTls);
  }
  return CheckCa(options.state_ca_file);
}

// Without Redis: its flags would have no effect.
absl::Status CheckNoRedisFlags(const Options& options) {
  if (!options.state_password_file.empty()) {
    return WrongOption(kPasswordFlag,
                       "needs a --state of Redis, such as redis://host");
  }
  if (!options.state_ca_file.empty()) {
    return WrongOption(kStateCaFlag, kNeedsTls);
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status CheckState(std::string_view value) {
  if (value.empty()) return absl::OkStatus();
  if (value.starts_with(kSqlite)) return CheckSqlite(value);
  if (IsRedis(value)) return CheckRedis(value);
  return absl::InvalidArgumentError(
      "must begin with sqlite:, redis://, rediss://, redis+sentinel://, "
      "rediss+sentinel:// or unix://");
}

absl::Status ReadState(const Environment& environment, Options& options) {
  if (options.state_unavailable.empty()) {
    options.state_unavailable =
        options.is_embedded() ? kStateLocal : kStateRefuse;
  }
  if (IsRedis(options.state)) return ReadRedis(environment, options);
  BACKLINKS_RETURN_IF_ERROR(CheckNoRedisFlags(options));
  if (!options.state.empty()) {
    options.state_location.sqlite_file = options.state.substr(kSqlite.size());
  }
  return absl::OkStatus();
}

}  // namespace backlinks::config
