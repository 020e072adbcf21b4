// The log: one JSON object a line, for every RPC and every event of the
// server.
//
// Fields of a call: time (RFC 3339, UTC), level, event "call", method, peer,
//          trace_id, user_agent, target, query_hash, where, having, residual,
//          page_rows, status, reason, cause (of INTERNAL, for no client's
//          eyes), message, rows, scanned, messages, bytes, pages,
//          upstream_calls, received_bytes, price, cached_pages, resumes,
//          repeated_price, duration_ms, first_row_ms, end_reason,
//          malformed_cells (by column).
//          Empty texts and cells that are not there are left out.
// Privacy: nothing that a caller wrote but the target: filters come without
//          their texts, and an INVALID_ARGUMENT without its message. At kDebug
//          the message, the residual as it is, and pushed_where.
// Levels:  error for what is our or the upstream's fault, warn for what
//          another call may not meet, info for the rest.
// Limits, errors: as LogLine and LogWriter. No call waits for the log.
// Threads: everything may be called from any thread; lines never mix.
#ifndef BACKLINKS_SERVICE_TELEMETRY_CALL_LOG_H_
#define BACKLINKS_SERVICE_TELEMETRY_CALL_LOG_H_

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "service/telemetry/log_level.h"
#include "service/telemetry/log_writer.h"
#include "service/model/call_record.h"

namespace backlinks {

class CallLog : public CallObserver {
 public:
  using Fields = std::vector<std::pair<std::string_view, std::string>>;

  // Appends to the file, or writes to standard error if `path` is "".
  // kDebug additionally writes one line an upstream request.
  static absl::StatusOr<std::unique_ptr<CallLog>> Open(const std::string& path,
                                                       LogLevel level);

  // One event of the server. Nothing passed in may hold a secret.
  void Log(LogLevel level, std::string_view message, const Fields& fields = {});

  void OnStart(std::string_view method) override;
  void OnFinish(const CallRecord& record) override;
  void OnUpstream(int http_status, absl::Duration latency) override;

  // As LogWriter.
  bool Flush(absl::Duration max_wait) { return writer_->Flush(max_wait); }
  LogLosses losses() const { return writer_->losses(); }

 private:
  explicit CallLog(std::unique_ptr<LogWriter> writer);

  std::unique_ptr<LogWriter> writer_;
};

// Tells several observers, in the order given.
class FanOutObserver : public CallObserver {
 public:
  // They must outlive this.
  explicit FanOutObserver(std::vector<CallObserver*> observers)
      : observers_(std::move(observers)) {}

  void OnStart(std::string_view method) override;
  void OnFinish(const CallRecord& record) override;
  void OnUpstream(int http_status, absl::Duration latency) override;
  void OnUpstreamPhase(UpstreamPhase phase, absl::Duration duration) override;
  void OnUpstreamRetry(int http_status, absl::Duration waited) override;
  void OnRateWait(absl::Duration waited) override;

 private:
  std::vector<CallObserver*> observers_;
};

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_TELEMETRY_CALL_LOG_H_
