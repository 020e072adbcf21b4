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
    : FileWatcher(files, options, [] {}) {}

FileWatcher::FileWatcher(const std::vector<WatchedFiles>& files,
                         const FileWatcherOptions& options,
                         std::function<void()> on_request)
    : options_(options), on_request_(std::move(on_request)) {
  std::vector<Watch> watches;
  watches.reserve(files.size());
  for (const WatchedFiles& each : files) {
    watches.emplace_back(each, options.settle);
  }
  thread_ = std::thread(
      [this, watches = std::move(watches)]() mutable { Run(watches); });
}

FileWatcher::~FileWatcher() {
  Stop(absl::ZeroDuration());
  thread_.join();
}

void FileWatcher::Request() {
  const std::lock_guard lock(mutex_);
  is_requested_ = true;
  changed_.notify_all();
}

bool FileWatcher::Stop(absl::Duration max_wait) {
  std::unique_lock lock(mutex_);
  must_end_ = true;
  changed_.notify_all();
  return changed_.wait_for(lock, absl::ToChronoNanoseconds(max_wait),
                           [this] { return has_ended_; });
}

void FileWatcher::Run(std::vector<Watch>& watches) {
  pthread_setname_np(pthread_self(), "file-watch");
  for (Wake wake = Wait(); wake != Wake::kEnd; wake = Wait()) {
    if (wake == Wake::kRequest) {
      on_request_();
    } else {
      for (Watch& watch : watches) watch.Poll();
    }
  }
  const std::lock_guard lock(mutex_);
  has_ended_ = true;
  changed_.notify_all();
}

FileWatcher::Wake FileWatcher::Wait() {
  std::unique_lock lock(mutex_);
  changed_.wait_for(lock, absl::ToChronoNanoseconds(options_.poll),
                    [this] { return is_requested_ || must_end_; });
  if (std::exchange(is_requested_, false)) return Wake::kRequest;
  return must_end_ ? Wake::kEnd : Wake::kPoll;
}

}  // namespace backlinks::app
