#include "service/app/reloader.h"

#include <utility>

#include "fmt/format.h"
#include "fmt/ranges.h"

namespace backlinks::app {
namespace {

std::string OutcomeText(const absl::StatusOr<bool>& is_new) {
  if (is_new.ok()) return *is_new ? "reloaded" : "unchanged";
  return fmt::format("failed, the old version is kept: {}",
                     std::string(is_new.status().message()));
}

}  // namespace

void Reloader::Add(ReloadablePart part) {
  parts_.push_back({.part = std::move(part), .error = {}});
}

void Reloader::WatchFiles(const FileWatcherOptions& options) {
  std::vector<WatchedFiles> watched;
  for (Part& part : parts_) {
    if (part.part.files.empty()) continue;
    watched.push_back({.paths = part.part.files,
                       .on_change = [this, &part] { return OnChange(part); }});
  }
  watcher_ =
      std::make_unique<FileWatcher>(watched, options, [this] { Reload(); });
}

void Reloader::RequestReload() { watcher_->Request(); }

bool Reloader::Stop(absl::Duration max_wait) {
  return watcher_ == nullptr || watcher_->Stop(max_wait);
}

void Reloader::Reload() {
  telemetry::CallLog::Fields fields;
  bool is_complete = true;
  for (Part& part : parts_) {
    const Outcome outcome = ReloadPart(part);
    is_complete = is_complete && outcome.is_new.ok();
    fields.emplace_back(part.part.name, OutcomeText(outcome.is_new));
  }
  if (is_complete) {
    log_.Log(telemetry::LogLevel::kInfo, "reloaded", fields);
  } else {
    log_.Log(telemetry::LogLevel::kError, "not all parts were reloaded",
             fields);
  }
}

Reloader::Outcome Reloader::ReloadPart(Part& part) {
  const std::lock_guard lock(mutex_);
  Outcome outcome{.is_new = part.part.reload()};
  const absl::Status& error = outcome.is_new.status();
  outcome.is_new_error = !error.ok() && error != part.error;
  part.error = error;
  if (outcome.is_new_error) part.part.on_error();
  return outcome;
}

absl::Status Reloader::OnChange(Part& part) {
  const Outcome outcome = ReloadPart(part);
  const absl::Status& error = outcome.is_new.status();
  if (outcome.is_new_error) {
    log_.Log(
        telemetry::LogLevel::kError, "cannot reload, the old version is kept",
        {{"part", part.part.name}, {"error", std::string(error.message())}});
  }
  return error;
}

}  // namespace backlinks::app
