#include "service/app/known_callers.h"

#include <cstdint>
#include <utility>

#include "absl/time/time.h"
#include "fmt/format.h"

namespace backlinks::app {
namespace {

constexpr absl::Duration kInterval = absl::Seconds(5);

}  // namespace

absl::StatusOr<std::unique_ptr<KnownCallers>> KnownCallers::Open(
    const std::string& path, bool accept_keys_in_plaintext,
    telemetry::CallLog& log, telemetry::CallerMetrics& metrics) {
  if (path.empty()) return nullptr;
  std::unique_ptr<KnownCallers> callers(
      new KnownCallers(accept_keys_in_plaintext, log, metrics));
  auto watcher = access::CallersFileWatcher::Open(
      path, kInterval, callers->directory_, *callers);
  if (!watcher.ok()) return watcher.status();
  callers->watcher_ = *std::move(watcher);
  return callers;
}

KnownCallers::KnownCallers(bool accept_keys_in_plaintext,
                           telemetry::CallLog& log,
                           telemetry::CallerMetrics& metrics)
    : log_(log),
      metrics_(metrics),
      directory_({.accept_keys_in_plaintext = accept_keys_in_plaintext}) {}

void KnownCallers::OnLoaded(const access::CallersFileCounts& counts) {
  metrics_.OnFileLoaded(static_cast<int64_t>(counts.callers));
  log_.Log(telemetry::LogLevel::kInfo, "callers' file loaded",
           {{"callers", fmt::to_string(counts.callers)},
            {"keys", fmt::to_string(counts.keys)},
            {"certificates", fmt::to_string(counts.certificates)},
            {"anonymous", counts.allows_anonymous ? "allowed" : "denied"}});
}

void KnownCallers::OnInvalid(const absl::Status& error) {
  metrics_.OnFileInvalid();
  log_.Log(telemetry::LogLevel::kError,
           "callers' file is invalid, the callers stay as they are",
           {{"error", std::string(error.message())}});
}

}  // namespace backlinks::app
