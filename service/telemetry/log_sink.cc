#include "service/telemetry/log_sink.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "absl/status/status.h"
#include "fmt/format.h"
#include "service/common/stdio/write_all.h"

namespace backlinks::telemetry {
namespace {

// Not world-readable, because the log contains requested hosts and callers'
// addresses.
constexpr mode_t kLogFileMode = 0640;

absl::StatusOr<int> OpenLogFile(const std::string& path, int more_flags = 0) {
  const int file =
      open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | more_flags,
           kLogFileMode);
  if (file >= 0) return file;
  return absl::InvalidArgumentError(
      fmt::format("cannot open the log {}: {}", path, std::strerror(errno)));
}

}  // namespace

absl::StatusOr<std::shared_ptr<LogSink>> LogSink::Open(
    const std::string& path) {
  if (path.empty()) return std::shared_ptr<LogSink>(new LogSink(STDERR_FILENO));
  const auto file = OpenLogFile(path);
  if (!file.ok()) return file.status();
  return std::shared_ptr<LogSink>(new LogSink(*file));
}

absl::Status LogSink::Reopen(const std::string& path) {
  if (path.empty()) return absl::OkStatus();
  // Fails at once if the file is a pipe without a reader.
  const auto file = OpenLogFile(path, O_NONBLOCK);
  if (!file.ok()) return file.status();
  fcntl(*file, F_SETFL, O_APPEND);
  const int unused = next_file_.exchange(*file);
  if (unused >= 0) close(unused);
  return absl::OkStatus();
}

void LogSink::UseNextFile() {
  const int next = next_file_.exchange(-1);
  if (next < 0) return;
  if (file_ != STDERR_FILENO) close(file_);
  file_ = next;
  is_torn_ = false;
}

LogSink::~LogSink() {
  UseNextFile();
  if (file_ != STDERR_FILENO) close(file_);
}

int64_t LogSink::flushes() const {
  const std::lock_guard lock(mutex_);
  return flushes_;
}

bool LogSink::WaitForFlush(int64_t count, absl::Duration max_wait) const {
  std::unique_lock lock(mutex_);
  return flushed_.wait_for(lock, absl::ToChronoMilliseconds(max_wait),
                           [&] { return flushes_ > count; });
}

void LogSink::sink_it_(const spdlog::details::log_msg& message) {
  UseNextFile();
  std::string line = is_torn_ ? "\n" : "";
  line.append(message.payload.data(), message.payload.size()).append("\n");
  std::string_view rest = line;
  const bool is_written = WriteAll(file_, rest) == 0;
  if (!is_written) ++failed_lines_;
  if (rest.size() < line.size()) is_torn_ = !is_written;
}

void LogSink::flush_() {
  UseNextFile();
  {
    const std::lock_guard lock(mutex_);
    ++flushes_;
  }
  flushed_.notify_all();
}

}  // namespace backlinks::telemetry
