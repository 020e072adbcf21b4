#include "service/app/upstream_token_file.h"

#include <filesystem>
#include <system_error>
#include <utility>

#include "absl/status/statusor.h"
#include "service/config/option_secrets.h"

namespace backlinks::app {

std::unique_ptr<UpstreamTokenFile> UpstreamTokenFile::Watch(
    const config::Options& options, const UpstreamToken& token,
    telemetry::CallLog& log, absl::Duration interval) {
  const std::string& path = options.upstream_token_file;
  // The embedded upstream has a token of its own.
  if (options.upstream == "embedded" || path.empty()) return nullptr;
  std::error_code failed;
  if (!std::filesystem::is_regular_file(path, failed)) return nullptr;
  return std::unique_ptr<UpstreamTokenFile>(
      new UpstreamTokenFile(path, token, log, interval));
}

UpstreamTokenFile::UpstreamTokenFile(const std::string& path,
                                     UpstreamToken token,
                                     telemetry::CallLog& log,
                                     absl::Duration interval)
    : path_(path),
      token_(std::move(token)),
      log_(log),
      watch_(path, interval, [this] { OnChange(); }) {}

absl::Status UpstreamTokenFile::Reload() {
  const std::lock_guard lock(mutex_);
  absl::StatusOr<Secret> read = config::ReadUpstreamTokenFile(path_);
  if (!read.ok()) return read.status();
  if (read->Reveal() == token_.Get().Reveal()) return absl::OkStatus();
  token_.Replace(*std::move(read));
  log_.Log(telemetry::LogLevel::kInfo,
           "new requests to the upstream use a new token", {{"file", path_}});
  return absl::OkStatus();
}

void UpstreamTokenFile::OnChange() {
  const absl::Status status = Reload();
  if (status.ok()) return;
  log_.Log(telemetry::LogLevel::kError,
           "the file of the upstream token changed, but its new content cannot "
           "be used",
           {{"error", std::string(status.message())}});
}

}  // namespace backlinks::app
