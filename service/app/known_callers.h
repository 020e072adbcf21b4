// The callers of --callers_file: loads the file, loads it again when it
// changes, and reports both in the log and in the metrics.
//
// Threads: as CallerDirectory and CallersFileWatcher.
#ifndef BACKLINKS_SERVICE_APP_KNOWN_CALLERS_H_
#define BACKLINKS_SERVICE_APP_KNOWN_CALLERS_H_

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "service/access/access_control.h"
#include "service/access/caller_directory.h"
#include "service/access/callers_file_watcher.h"
#include "service/telemetry/call_log.h"
#include "service/telemetry/caller_metrics.h"

namespace backlinks::app {

class KnownCallers final : private access::CallersFileObserver {
 public:
  // Returns null if `path` is empty: all callers are then anonymous, without
  // limits. `log` and `metrics` must outlive the result.
  // Errors: INVALID_ARGUMENT, in one line, if the file is invalid.
  static absl::StatusOr<std::unique_ptr<KnownCallers>> Open(
      const std::string& path, bool accept_keys_in_plaintext,
      telemetry::CallLog& log, telemetry::CallerMetrics& metrics);

  access::AccessControl& access_control() { return directory_; }

  // Loads the file again, for example on SIGHUP. An error was also logged, and
  // leaves the callers as they are.
  absl::Status ReloadNow() { return watcher_->ReloadNow(); }

 private:
  KnownCallers(bool accept_keys_in_plaintext, telemetry::CallLog& log,
               telemetry::CallerMetrics& metrics);

  void OnLoaded(const access::CallersFileCounts& counts) override;
  void OnInvalid(const absl::Status& error) override;

  telemetry::CallLog& log_;
  telemetry::CallerMetrics& metrics_;
  access::CallerDirectory directory_;
  // Declared last: its thread uses all others.
  std::unique_ptr<access::CallersFileWatcher> watcher_;
};

}  // namespace backlinks::app

#endif  // BACKLINKS_SERVICE_APP_KNOWN_CALLERS_H_
