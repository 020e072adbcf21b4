#include "service/access/callers_file_watcher.h"

#include <pthread.h>

#include <utility>

#include "absl/time/clock.h"
#include "fmt/format.h"
#include "service/access/callers_file.h"
#include "service/access/yaml_tree.h"
#include "service/common/status/status.h"

namespace backlinks::access {
namespace {

// A file that was modified so shortly before it was read may be modified again
// without a new modification time, since file systems count in steps.
constexpr absl::Duration kSettleTime = absl::Seconds(2);

CallersFileCounts CountsOf(const CallersFile& file) {
  CallersFileCounts counts{.callers = file.callers.size(),
                           .allows_anonymous = file.anonymous.has_value()};
  for (const CallerEntry& caller : file.callers) {
    counts.keys += caller.keys.size();
    counts.certificates += caller.certificates.size();
  }
  return counts;
}

}  // namespace

absl::StatusOr<std::unique_ptr<CallersFileWatcher>> CallersFileWatcher::Open(
    const std::string& path, absl::Duration interval,
    CallerDirectory& directory, CallersFileObserver& observer) {
  std::unique_ptr<CallersFileWatcher> watcher(
      new CallersFileWatcher(path, interval, directory, observer));
  BACKLINKS_RETURN_IF_ERROR(watcher->ReloadNow());
  watcher->thread_ = std::thread([raw = watcher.get()] { raw->Watch(); });
  return watcher;
}

CallersFileWatcher::CallersFileWatcher(std::string path,
                                       absl::Duration interval,
                                       CallerDirectory& directory,
                                       CallersFileObserver& observer)
    : path_(std::move(path)),
      interval_(interval),
      directory_(directory),
      observer_(observer) {}

CallersFileWatcher::~CallersFileWatcher() {
  {
    const std::lock_guard lock(stop_mutex_);
    is_stopped_ = true;
  }
  stopped_.notify_all();
  if (thread_.joinable()) thread_.join();
}

absl::Status CallersFileWatcher::ReloadNow() { return Load(true); }

void CallersFileWatcher::Watch() {
  pthread_setname_np(pthread_self(), "callers-file");
  std::unique_lock lock(stop_mutex_);
  const auto interval = absl::ToChronoMilliseconds(interval_);
  while (!stopped_.wait_for(lock, interval, [this] { return is_stopped_; })) {
    lock.unlock();
    // The observer reports the error.
    Load(false).IgnoreError();
    lock.lock();
  }
}

bool CallersFileWatcher::MayHaveChanged() const {
  return !is_settled_ || VersionOf(path_) != version_;
}

absl::Status CallersFileWatcher::Load(bool is_forced) {
  const std::lock_guard lock(load_mutex_);
  if (!is_forced && !MayHaveChanged()) return absl::OkStatus();
  const absl::Time now = absl::Now();
  FileContents read;
  if (absl::Status status = ReadFile(path_, kMaxYamlBytes, read);
      !status.ok()) {
    version_ = VersionOf(path_);
    is_settled_ = false;
    contents_.reset();
    return Fail(absl::InvalidArgumentError(fmt::format(
                    "{}: {}", path_, std::string(status.message()))),
                is_forced);
  }
  version_ = read.version;
  is_settled_ = read.version.modified < now - kSettleTime;
  return Apply(std::move(read), is_forced);
}

absl::Status CallersFileWatcher::Apply(FileContents&& read, bool is_forced) {
  if (!is_forced && read.text == contents_) return absl::OkStatus();
  contents_ = std::move(read.text);
  absl::StatusOr<CallersFile> file = ParseCallersFile(path_, *contents_);
  if (!file.ok()) return Fail(file.status(), true);
  error_.clear();
  const CallersFileCounts counts = CountsOf(*file);
  directory_.Replace(*std::move(file));
  has_callers_ = true;
  observer_.OnLoaded(counts);
  return absl::OkStatus();
}

absl::Status CallersFileWatcher::Fail(const absl::Status& error,
                                      bool is_forced) {
  // Open returns the error of the first time.
  const bool is_new = is_forced || error.message() != error_;
  if (is_new && has_callers_) observer_.OnInvalid(error);
  error_ = std::string(error.message());
  return error;
}

}  // namespace backlinks::access
