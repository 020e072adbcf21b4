#include "service/app/upstream_token_file.h"

#include <filesystem>
#include <system_error>
#include <utility>

#include "service/config/option_secrets.h"

namespace backlinks::app {

std::unique_ptr<UpstreamTokenFile> UpstreamTokenFile::Open(
    const config::Options& options, const UpstreamToken& token,
    telemetry::CallLog& log) {
  const std::string& path = options.upstream_token_file;
  // The embedded upstream has a token of its own.
  if (options.is_embedded() || path.empty()) return nullptr;
  std::error_code failed;
  if (!std::filesystem::is_regular_file(path, failed)) return nullptr;
  return std::unique_ptr<UpstreamTokenFile>(
      new UpstreamTokenFile(path, token, log));
}

UpstreamTokenFile::UpstreamTokenFile(std::string path, UpstreamToken token,
                                     telemetry::CallLog& log)
    : path_(std::move(path)), token_(std::move(token)), log_(log) {}

absl::StatusOr<bool> UpstreamTokenFile::Reload() {
  absl::StatusOr<Secret> read = config::ReadUpstreamTokenFile(path_);
  if (!read.ok()) return read.status();
  if (read->Reveal() == token_.Get().Reveal()) return false;
  token_.Replace(*std::move(read));
  log_.Log(telemetry::LogLevel::kInfo,
           "new requests to the upstream use a new token", {{"file", path_}});
  return true;
}

}  // namespace backlinks::app
