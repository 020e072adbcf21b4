// Watches files, and reports when they change.
//
// Changes: files are polled by name, so that a file that is replaced by a
//          rename, and a symbolic link that is switched to another file (as
//          Kubernetes does for a Secret), count as changes, too.
// Settled: a change is reported once the files have not changed for a while:
//          then no file is half written, and of several that belong together,
//          such as a certificate and its key, all are replaced.
// Threads: one thread for all files, since the disk may be slow. Everything is
//          called on it. The destructor waits for a call that is running, and
//          for a file system that does not respond: see Stop.
#ifndef BACKLINKS_SERVICE_APP_FILE_WATCHER_H_
#define BACKLINKS_SERVICE_APP_FILE_WATCHER_H_

#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"

namespace backlinks::app {

struct WatchedFiles {
  std::vector<std::string> paths;
  // Called when any of the files changed, and once at first: they may have
  // changed since they were read. After an error, it is called again after
  // another settle time, because reading may have failed for a moment only.
  std::function<absl::Status()> on_change;
};

struct FileWatcherOptions {
  absl::Duration poll = absl::Milliseconds(500);
  // How long files must not have changed. File systems count the modification
  // time in steps of up to 2 seconds: after that time, a later change cannot
  // have the modification time of the one before.
  absl::Duration settle = absl::Seconds(2);
};

class FileWatcher {
 public:
  explicit FileWatcher(const std::vector<WatchedFiles>& files,
                       const FileWatcherOptions& options = {});
  // `on_request` is called once or more after each Request.
  FileWatcher(const std::vector<WatchedFiles>& files,
              const FileWatcherOptions& options,
              std::function<void()> on_request);
  ~FileWatcher();

  FileWatcher(const FileWatcher&) = delete;
  FileWatcher& operator=(const FileWatcher&) = delete;

  // Returns at once.
  void Request();

  // Lets the thread end after the requests before. Returns false if it has not
  // ended after `max_wait`.
  bool Stop(absl::Duration max_wait);

 private:
  enum class Wake { kPoll, kRequest, kEnd };

  class Watch;

  void Run(std::vector<Watch>& watches);
  Wake Wait();

  const FileWatcherOptions options_;
  const std::function<void()> on_request_;
  std::mutex mutex_;
  std::condition_variable changed_;  // One of the following.
  bool is_requested_ = false;
  bool must_end_ = false;
  bool has_ended_ = false;
  std::thread thread_;  // Last, because it uses the others.
};

}  // namespace backlinks::app

#endif  // BACKLINKS_SERVICE_APP_FILE_WATCHER_H_
