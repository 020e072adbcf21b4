// Watches one file, and reports when it changes.
//
// The file is polled by its name, so that a file that is replaced by a rename,
// and a symbolic link that is switched to another file (as Kubernetes does for
// a Secret), count as changes, too.
// Threads: a thread of its own, since the disk may be slow. `on_change` runs
//          on it. The destructor waits for a call of it that is running.
#ifndef BACKLINKS_SERVICE_APP_FILE_WATCH_H_
#define BACKLINKS_SERVICE_APP_FILE_WATCH_H_

#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

#include "absl/time/time.h"

namespace backlinks::app {

class FileWatch {
 public:
  // Calls `on_change` after each poll that finds another file than the poll
  // before, and after the first one: the file may have changed since it was
  // read.
  FileWatch(std::string path, absl::Duration interval,
            std::function<void()> on_change);
  ~FileWatch();

  FileWatch(const FileWatch&) = delete;
  FileWatch& operator=(const FileWatch&) = delete;

 private:
  void Run();
  // Returns false if the watch ends.
  bool WaitForNextPoll();

  const std::string path_;
  const absl::Duration interval_;
  const std::function<void()> on_change_;
  std::mutex mutex_;
  std::condition_variable ended_;
  bool is_ended_ = false;
  std::thread thread_;
};

}  // namespace backlinks::app

#endif  // BACKLINKS_SERVICE_APP_FILE_WATCH_H_
