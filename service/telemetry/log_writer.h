// Writes the lines of the log in its own thread, so that no caller waits for a
// disk or for the reader of a pipe.
//
// Limits:  a queue of 1,024 lines; if it is full, the oldest line is dropped.
// Errors:  Open fails as LogSink::Open. Lines that are lost are counted.
// Threads: everything may be called from any thread; lines never mix.
#ifndef BACKLINKS_SERVICE_TELEMETRY_LOG_WRITER_H_
#define BACKLINKS_SERVICE_TELEMETRY_LOG_WRITER_H_

#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "service/telemetry/log_level.h"

namespace backlinks::telemetry {

// The number of lines that were not written since the start.
struct LogLosses {
  int64_t queue_full = 0;
  int64_t write_failed = 0;
};

class LogWriter {
 public:
  static absl::StatusOr<std::unique_ptr<LogWriter>> Open(
      const std::string& path, LogLevel level);
  // Writes the queued lines, or drops them if that takes longer than a second.
  ~LogWriter();

  bool IsEnabled(LogLevel level) const;
  // `line` has no line break.
  void Write(LogLevel level, const std::string& line);

  // As LogSink::Reopen. Waits up to a second for the lines queued before.
  absl::Status Reopen();

  // Waits until all lines queued before have been written or dropped. Returns
  // false if that takes longer than `max_wait`.
  bool Flush(absl::Duration max_wait);

  LogLosses losses() const;

 private:
  struct Impl;
  explicit LogWriter(std::unique_ptr<Impl> impl);

  std::unique_ptr<Impl> impl_;
};

}  // namespace backlinks::telemetry

#endif  // BACKLINKS_SERVICE_TELEMETRY_LOG_WRITER_H_
