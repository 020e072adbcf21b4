// Writes lines to standard error or to a file, for the log's own thread.
//
// Errors:  Open fails if the file cannot be opened, with the system's message.
//          A line that cannot be written (full disk, reader gone) is dropped
//          and counted; the next one begins on a new line.
// Threads: log and flush are called by one thread, which they may block
//          indefinitely; the rest by any.
#ifndef BACKLINKS_SERVICE_TELEMETRY_LOG_SINK_H_
#define BACKLINKS_SERVICE_TELEMETRY_LOG_SINK_H_

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "spdlog/details/null_mutex.h"
#include "spdlog/sinks/base_sink.h"

namespace backlinks::telemetry {

class LogSink final
    : public spdlog::sinks::base_sink<spdlog::details::null_mutex> {
 public:
  // Appends to the file, created as readable by its group and writable by its
  // owner only, or writes to standard error if `path` is empty.
  static absl::StatusOr<std::shared_ptr<LogSink>> Open(const std::string& path);

  // Opens the file again, which may have been renamed (logrotate). The next
  // line, or the next flush, begins with it: no line is lost or split. If it
  // cannot be opened, the current file stays. Does nothing if `path` is empty.
  absl::Status Reopen(const std::string& path);
  ~LogSink() override;

  int64_t failed_lines() const { return failed_lines_; }

  // The number of calls of flush; WaitForFlush waits until it exceeds `count`.
  int64_t flushes() const;
  bool WaitForFlush(int64_t count, absl::Duration max_wait) const;

 private:
  explicit LogSink(int file) : file_(file) {}

  void sink_it_(const spdlog::details::log_msg& message) override;
  void flush_() override;
  void UseNextFile();

  int file_;                         // Of the log's thread.
  std::atomic<int> next_file_ = -1;  // Opened by Reopen, not used yet.
  bool is_torn_ = false;             // The last line was written partially.
  std::atomic<int64_t> failed_lines_ = 0;
  mutable std::mutex mutex_;
  mutable std::condition_variable flushed_;
  int64_t flushes_ = 0;
};

}  // namespace backlinks::telemetry

#endif  // BACKLINKS_SERVICE_TELEMETRY_LOG_SINK_H_
