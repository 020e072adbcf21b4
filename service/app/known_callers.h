// The callers of --callers_file: loads the file, also again when it changed,
// and reports it in the log and in the metrics.
//
// Threads: Reload is called from one thread at a time, and blocks; no call
//          waits for it. The rest is as CallerDirectory.
#ifndef BACKLINKS_SERVICE_APP_KNOWN_CALLERS_H_
#define BACKLINKS_SERVICE_APP_KNOWN_CALLERS_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "service/access/access_control.h"
#include "service/access/caller_directory.h"
#include "service/access/callers_file_loader.h"
#include "service/telemetry/call_log.h"
#include "service/telemetry/caller_metrics.h"

namespace backlinks::app {

class KnownCallers {
 public:
  // Returns null if `path` is empty: all callers are then anonymous, without
  // limits. `log` and `metrics` must outlive the result.
  // Errors: INVALID_ARGUMENT, in one line, if the file is invalid.
  static absl::StatusOr<std::unique_ptr<KnownCallers>> Open(
      const std::string& path, bool accept_keys_in_plaintext,
      telemetry::CallLog& log, telemetry::CallerMetrics& metrics);

  access::AccessControl& access_control() { return directory_; }

  // Loads the file. Returns whether its contents are new. An error leaves the
  // callers as they are; it is the caller's to report. Errors: as Open.
  absl::StatusOr<bool> Reload();

  const std::string& path() const { return loader_.path(); }

 private:
  KnownCallers(const std::string& path, bool accept_keys_in_plaintext,
               telemetry::CallLog& log, telemetry::CallerMetrics& metrics);

  void Report(const access::CallersFileCounts& counts);

  telemetry::CallLog& log_;
  telemetry::CallerMetrics& metrics_;
  access::CallerDirectory directory_;
  access::CallersFileLoader loader_;
};

}  // namespace backlinks::app

#endif  // BACKLINKS_SERVICE_APP_KNOWN_CALLERS_H_
