#include "service/config/options.h"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <string_view>
#include <thread>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "service/config/flags_cache.h"
#include "service/config/option_error.h"
#include "service/config/option_layers.h"
#include "service/config/option_secrets.h"
#include "service/config/otlp_options.h"
#include "service/config/state_options.h"
#include "service/config/tls_files.h"
#include "service/config/unknown_variables.h"
#include "service/cursor/cursor_codec.h"
#include "service/dialect/registry.h"

namespace backlinks::config {
namespace {

using Args = std::vector<std::string>;

absl::Status ReadUpstream(const Environment& environment, Options& options) {
  options.dialect =
      options.is_embedded() ? options.embedded_dialect : options.upstream;
  if (options.is_embedded()) {
    if (options.upstream_url.empty()) return absl::OkStatus();
    return WrongOption(
        "--upstream_url",
        "needs an --upstream that is not embedded, such as ahrefs_v2");
  }
  const std::string text =
      options.upstream_url.empty()
          ? std::string(dialect::DefaultUpstreamUrl(options.upstream))
          : options.upstream_url;
  absl::StatusOr<UpstreamUrl> url = ParseUpstreamUrl(text);
  if (!url.ok()) return WrongOption("--upstream_url", url.status());
  options.url = *std::move(url);
  return ReadUpstreamToken(environment, options);
}

// Rejects v3 flags with another dialect, which would ignore them.
absl::Status CheckV3Options(const Options& options) {
  if (options.dialect == "ahrefs_v3") return absl::OkStatus();
  const Options defaults;
  const std::pair<std::string_view, bool> flags[] = {
      {"--upstream_aggregation",
       options.upstream_aggregation != defaults.upstream_aggregation},
      {"--upstream_history",
       options.upstream_history != defaults.upstream_history},
      {"--upstream_protocol",
       options.upstream_protocol != defaults.upstream_protocol}};
  for (const auto& [flag, is_set] : flags) {
    if (is_set) return WrongOption(flag, "needs the dialect ahrefs_v3");
  }
  return absl::OkStatus();
}

// The default maximum message size of gRPC clients.
constexpr size_t kClientsMessageBytes = 4 << 20;

// The largest message contains rows up to a size limit, the row that exceeds
// the limit, and a token.
void WarnOfLargeMessages(Options& options) {
  const size_t rows = std::max(options.max_batch_bytes, kMaxListBytes);
  if (rows + options.max_row_bytes + cursor::kMaxTokenBytes <=
      kClientsMessageBytes) {
    return;
  }
  options.warnings.emplace_back(
      "with this --max_row_bytes a message may be above 4 MiB: clients must "
      "raise their maximum size of received messages");
}

absl::Status CheckReadable(const std::string& flag, const std::string& path) {
  if (path.empty() || std::ifstream(path).good()) return absl::OkStatus();
  return WrongOption(flag + " " + path, "cannot be read");
}

absl::Status Complete(const Environment& environment, Options& options) {
  if (options.threads == 0) {
    options.threads =
        std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
  }
  if (options.max_cell_bytes > options.max_row_bytes) {
    return WrongOption("--max_cell_bytes", "must not be above --max_row_bytes");
  }
  WarnOfLargeMessages(options);
  absl::Status status = ReadUpstream(environment, options);
  if (status.ok()) status = CheckV3Options(options);
  if (status.ok()) status = ReadTokenKey(environment, options);
  if (status.ok()) status = CheckTls(options);
  if (status.ok()) status = ReadOtlp(options);
  if (status.ok()) status = ReadState(environment, options);
  CompleteCache(options);
  if (status.ok()) {
    status = CheckReadable("--upstream_ca_file", options.upstream_ca_file);
  }
  if (status.ok()) {
    status = CheckReadable("--embedded_data", options.embedded_data);
  }
  return status;
}

void WarnOfUnknown(Options& options) {
  std::vector<std::string_view> entries;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    entries.emplace_back(*entry);
  }
  for (std::string& warning : WarnOfUnknownVariables(entries)) {
    options.warnings.push_back(std::move(warning));
  }
}

}  // namespace

Parsed ParseOptions(const std::vector<std::string>& args,
                    const Environment& environment) {
  if (auto print = AsksToPrint(args)) return *std::move(print);
  Options options;
  absl::Status status = ApplyLayers(args, environment, options);
  // A health check needs no secret, nor anything else that serving needs.
  if (status.ok() && options.healthcheck) {
    return CheckHealth{options.listen, options.tls_cert_file,
                       options.tls_key_file, options.tls_require_client_cert};
  }
  if (status.ok()) status = Complete(environment, options);
  if (!status.ok()) return UsageError{std::string(status.message())};
  return options;
}

Parsed ParseOptions(int argc, const char* const* argv) {
  const Args args(argv + std::min(argc, 1), argv + argc);
  Parsed parsed =
      ParseOptions(args, [](const char* name) { return getenv(name); });
  if (auto* options = std::get_if<Options>(&parsed)) {
    WarnOfUnknown(*options);
  }
  return parsed;
}

}  // namespace backlinks::config
