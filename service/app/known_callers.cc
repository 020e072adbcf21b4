#include "service/app/known_callers.h"

#include <cstdint>
#include <utility>

#include "fmt/format.h"

namespace backlinks::app {

absl::StatusOr<std::unique_ptr<KnownCallers>> KnownCallers::Open(
    const std::string& path, bool accept_keys_in_plaintext,
    telemetry::CallLog& log, telemetry::CallerMetrics& metrics) {
  if (path.empty()) return nullptr;
  std::unique_ptr<KnownCallers> callers(
      new KnownCallers(path, accept_keys_in_plaintext, log, metrics));
  const auto loaded = callers->Reload();
  if (!loaded.ok()) return loaded.status();
  return callers;
}

KnownCallers::KnownCallers(const std::string& path,
                           bool accept_keys_in_plaintext,
                           telemetry::CallLog& log,
                           telemetry::CallerMetrics& metrics)
    : log_(log),
      metrics_(metrics),
      directory_({.accept_keys_in_plaintext = accept_keys_in_plaintext}),
      loader_(path, directory_) {}

absl::StatusOr<bool> KnownCallers::Reload() {
  const auto counts = loader_.Load();
  if (!counts.ok()) return counts.status();
  if (!counts->has_value()) return false;
  Report(**counts);
  return true;
}

void KnownCallers::Report(const access::CallersFileCounts& counts) {
  metrics_.OnFileLoaded(static_cast<int64_t>(counts.callers));
  log_.Log(telemetry::LogLevel::kInfo, "callers' file loaded",
           {{"callers", fmt::to_string(counts.callers)},
            {"keys", fmt::to_string(counts.keys)},
            {"certificates", fmt::to_string(counts.certificates)},
            {"anonymous", counts.allows_anonymous ? "allowed" : "denied"}});
}

}  // namespace backlinks::app
