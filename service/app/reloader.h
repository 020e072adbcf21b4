// The parts of the configuration that are read again while the server runs, on
// SIGHUP.
//
// Errors:  a part that fails keeps what it had, and is logged.
// Threads: Add is called while the server starts, Reload by one thread at a
//          time.
//
// Example:
//   reloader.Add("log_file", [&log] { return log.Reopen(); });
#ifndef BACKLINKS_SERVICE_APP_RELOADER_H_
#define BACKLINKS_SERVICE_APP_RELOADER_H_

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "service/telemetry/call_log.h"

namespace backlinks::app {

class Reloader {
 public:
  // `log` must outlive the object.
  explicit Reloader(telemetry::CallLog& log) : log_(log) {}

  // Adds a part, after those that were added before. `name` is that in the log.
  // The message of an error is logged, and must not contain a secret.
  void Add(std::string name, std::function<absl::Status()> reload);

  // Reloads all parts. Logs one line with those that were reloaded, and one for
  // each that failed.
  void Reload();

 private:
  struct Part {
    std::string name;
    std::function<absl::Status()> reload;
  };

  telemetry::CallLog& log_;
  std::vector<Part> parts_;
};

}  // namespace backlinks::app

#endif  // BACKLINKS_SERVICE_APP_RELOADER_H_
