// Loads the callers' file into a directory of callers, and again when it
// changes.
//
// Changes: seen by the file's device, inode, size and modification time, every
//          `interval`. A file that cannot be read or parsed leaves the callers
//          as they are.
// Threads: reading and parsing have a thread of their own, so that no call
//          waits for them. ReloadNow may be called from any thread, and blocks.
//          The observer is called by one thread at a time.
#ifndef BACKLINKS_SERVICE_ACCESS_CALLERS_FILE_WATCHER_H_
#define BACKLINKS_SERVICE_ACCESS_CALLERS_FILE_WATCHER_H_

#include <condition_variable>
#include <cstddef>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "service/access/caller_directory.h"
#include "service/access/file_version.h"

namespace backlinks::access {

struct CallersFileCounts {
  size_t callers = 0;
  size_t keys = 0;
  size_t certificates = 0;
  bool allows_anonymous = false;
};

class CallersFileObserver {
 public:
  virtual ~CallersFileObserver() = default;

  // The callers are those of the file, for the first time or again.
  virtual void OnLoaded(const CallersFileCounts& counts) = 0;
  // The file is invalid, and the callers stay as they are. Once for each error,
  // not at every interval.
  virtual void OnInvalid(const absl::Status& error) = 0;
};

class CallersFileWatcher {
 public:
  // Loads the file. Both references must outlive the watcher.
  // Errors: INVALID_ARGUMENT with one line that begins with the path.
  static absl::StatusOr<std::unique_ptr<CallersFileWatcher>> Open(
      const std::string& path, absl::Duration interval,
      CallerDirectory& directory, CallersFileObserver& observer);
  ~CallersFileWatcher();

  // Loads the file whether it changed or not. Errors: as Open.
  absl::Status ReloadNow();

 private:
  CallersFileWatcher(std::string path, absl::Duration interval,
                     CallerDirectory& directory, CallersFileObserver& observer);

  absl::Status Load(bool is_forced);
  absl::Status Apply(FileContents&& read, bool is_forced);
  absl::Status Fail(const absl::Status& error, bool is_forced);
  bool MayHaveChanged() const;
  void Watch();

  const std::string path_;
  const absl::Duration interval_;
  CallerDirectory& directory_;
  CallersFileObserver& observer_;

  std::mutex load_mutex_;  // Of the five below.
  std::optional<FileVersion> version_;
  bool is_settled_ = false;
  std::optional<std::string> contents_;
  std::string error_;
  bool has_callers_ = false;  // The file was valid once.

  std::mutex stop_mutex_;
  std::condition_variable stopped_;
  bool is_stopped_ = false;
  std::thread thread_;
};

}  // namespace backlinks::access

#endif  // BACKLINKS_SERVICE_ACCESS_CALLERS_FILE_WATCHER_H_
