#include "service/app/file_watcher.h"

#include <pthread.h>
#include <sys/stat.h>

#include <chrono>
#include <cstdint>
#include <tuple>
#include <utility>

namespace backlinks::app {
namespace {

using Clock = std::chrono::steady_clock;

// Device, number and size of a file, and the times of its last changes. The
// time of the last status change is that of chmod, too.
using Identity =
    std::tuple<uint64_t, uint64_t, int64_t, int64_t, int64_t, int64_t, int64_t>;

// Returns that of the file after symbolic links; zeros if there is no file.
Identity IdentityOf(const std::string& path) {
  struct stat file = {};
  if (stat(path.c_str(), &file) != 0) return {};
  return {file.st_dev,         file.st_ino,          file.st_size,
          file.st_mtim.tv_sec, file.st_mtim.tv_nsec, file.st_ctim.tv_sec,
          file.st_ctim.tv_nsec};
}

}  // namespace

// Some files, and what the polls found.
class FileWatcher::Watch {
 public:
  Watch(WatchedFiles files, absl::Duration settle)
      : files_(std::move(files)), settle_(absl::ToChronoNanoseconds(settle)) {}

  void Poll() {
    const Clock::time_point start = Clock::now();
    if (HasChanged()) {
      is_reported_ = false;
      since_ = Clock::now();
    } else if (!is_reported_ && start - since_ >= settle_) {
      // Files that change while they are read are found by the next poll.
      is_reported_ = files_.on_change().ok();
      since_ = Clock::now();
    }
  }

 private:
  // Returns whether the files are not those of the poll before.
  bool HasChanged() {
    std::vector<Identity> found;
    found.reserve(files_.paths.size());
    for (const std::string& path : files_.paths) {
      found.push_back(IdentityOf(path));
    }
    if (found == found_) return false;
    found_ = std::move(found);
    return true;
  }

  const WatchedFiles files_;
  const Clock::duration settle_;
  std::vector<Identity> found_;  // By the last poll. Empty before the first.
  Clock::time_point since_;      // Of the last change, or of the last call.
  bool is_reported_ = false;     // on_change succeeded since the last change.
};

FileWatcher::FileWatcher(const std::vector<WatchedFiles>& files,
                         const FileWatcherOptions& options)
    : options_(options) {
  std::vector<Watch> watches;
  watches.reserve(files.size());
  for (const WatchedFiles& each : files) {
    watches.emplace_back(each, options.settle);
  }
  thread_ = std::thread(
      [this, watches = std::move(watches)]() mutable { Run(watches); });
}

FileWatcher::~FileWatcher() {
  {
    const std::lock_guard lock(mutex_);
    is_ended_ = true;
  }
  ended_.notify_all();
  thread_.join();
}

void FileWatcher::Run(std::vector<Watch>& watches) {
  pthread_setname_np(pthread_self(), "file-watch");
  while (WaitForNextPoll()) {
    for (Watch& watch : watches) watch.Poll();
  }
}

bool FileWatcher::WaitForNextPoll() {
  std::unique_lock lock(mutex_);
  return !ended_.wait_for(lock, absl::ToChronoNanoseconds(options_.poll),
                          [this] { return is_ended_; });
}

}  // namespace backlinks::app
