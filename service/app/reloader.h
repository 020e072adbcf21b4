// The parts of the configuration that are read again while the server runs:
// when their files change, and on SIGHUP.
//
// Errors:  a part that fails keeps what it had. Each error is logged once, and
//          at every SIGHUP.
// Threads: Add and WatchFiles are called while the server starts, the others
//          from any thread. All functions of the parts are called by one thread
//          at a time, for a file system may not respond for any time: neither
//          RequestReload nor Stop waits for it, but the destructor does.
//
// Example:
//   reloader.Add({.name = "callers_file",
//                 .files = {callers.path()},
//                 .reload = [&callers] { return callers.Reload(); }});
#ifndef BACKLINKS_SERVICE_APP_RELOADER_H_
#define BACKLINKS_SERVICE_APP_RELOADER_H_

#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "service/app/file_watcher.h"
#include "service/telemetry/call_log.h"

namespace backlinks::app {

struct ReloadablePart {
  std::string name;  // In the log.
  // The part is reloaded when any of them changes. May be empty.
  std::vector<std::string> files = {};
  // Returns whether something new is in use. The message of an error is logged,
  // and must not contain a secret.
  std::function<absl::StatusOr<bool>()> reload;
  // Called once for each error that is not that of the reload before.
  std::function<void()> on_error = [] {};
};

class Reloader {
 public:
  // `log` must outlive the object.
  explicit Reloader(telemetry::CallLog& log) : log_(log) {}

  // Adds a part, after those that were added before.
  void Add(ReloadablePart part);

  // Watches the files of all parts from now on. Must be called once at most,
  // after the last Add.
  void WatchFiles(const FileWatcherOptions& options = {});

  // Reloads all parts, and returns when each is in use or has failed. Logs one
  // line that has the outcome of each.
  void Reload();

  // The same on the thread that watches the files, after WatchFiles. Returns at
  // once.
  void RequestReload();

  // Ends the reloads, those that were requested included. Returns false if one
  // has not ended after `max_wait`: the object can then not be destroyed.
  bool Stop(absl::Duration max_wait);

 private:
  struct Part {
    ReloadablePart part;
    absl::Status error;  // Of the last reload.
  };
  struct Outcome {
    absl::StatusOr<bool> is_new;
    bool is_new_error = false;
  };

  Outcome ReloadPart(Part& part);
  absl::Status OnChange(Part& part);

  telemetry::CallLog& log_;
  std::mutex mutex_;  // Held while a part is reloaded.
  std::deque<Part> parts_;
  std::unique_ptr<FileWatcher> watcher_;  // Last: its thread uses the others.
};

}  // namespace backlinks::app

#endif  // BACKLINKS_SERVICE_APP_RELOADER_H_
