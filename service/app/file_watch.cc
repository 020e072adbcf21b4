#include "service/app/file_watch.h"

#include <pthread.h>
#include <sys/stat.h>

#include <cstdint>
#include <optional>
#include <tuple>
#include <utility>

namespace backlinks::app {
namespace {

// Device, number and size of the file, and the times of its last changes.
using Identity =
    std::tuple<uint64_t, uint64_t, int64_t, int64_t, int64_t, int64_t, int64_t>;

// Returns that of the file after symbolic links. Empty if there is no file.
Identity IdentityOf(const std::string& path) {
  struct stat file = {};
  if (stat(path.c_str(), &file) != 0) return {};
  // The time of the last status change is that of chmod, too.
  return {file.st_dev,         file.st_ino,          file.st_size,
          file.st_mtim.tv_sec, file.st_mtim.tv_nsec, file.st_ctim.tv_sec,
          file.st_ctim.tv_nsec};
}

}  // namespace

FileWatch::FileWatch(std::string path, absl::Duration interval,
                     std::function<void()> on_change)
    : path_(std::move(path)),
      interval_(interval),
      on_change_(std::move(on_change)),
      thread_([this] { Run(); }) {}

FileWatch::~FileWatch() {
  {
    const std::lock_guard lock(mutex_);
    is_ended_ = true;
  }
  ended_.notify_all();
  thread_.join();
}

void FileWatch::Run() {
  pthread_setname_np(pthread_self(), "file-watch");
  std::optional<Identity> last;
  while (WaitForNextPoll()) {
    // Before the file is read, so that a change in between is found later.
    const Identity now = IdentityOf(path_);
    if (last == now) continue;
    last = now;
    on_change_();
  }
}

bool FileWatch::WaitForNextPoll() {
  std::unique_lock lock(mutex_);
  return !ended_.wait_for(lock, absl::ToChronoNanoseconds(interval_),
                          [this] { return is_ended_; });
}

}  // namespace backlinks::app
