// The log: one JSON object per line, for each RPC and each event of the server.
//
// Fields of a call: time (RFC 3339, UTC), level, event "call", method, peer,
// caller, trace_id, user_agent, target, query_hash, where, having, residual,
// page_rows, status, reason, cause (of INTERNAL, never sent to clients),
// message, rows, scanned, messages, bytes, pages, upstream_calls,
// received_bytes, price, cached_pages, saved_price, resumes, repeated_price,
// duration_ms, first_row_ms, end_reason, malformed_cells (by column). Empty
// texts and absent cells are omitted.
// Privacy: no text of the caller except the target: filters are logged without
//          their texts, and an INVALID_ARGUMENT without its message. kDebug
//          adds the message, the residual with its texts, and pushed_where.
// Levels:  error for failures of this server or the upstream, warn for failures
//          that other calls may not encounter, info for the rest.
// Threads: every method may be called from any thread; lines never mix. No call
//          waits for the log. Limits, errors: as LogLine and LogWriter.
#ifndef BACKLINKS_SERVICE_TELEMETRY_CALL_LOG_H_
#define BACKLINKS_SERVICE_TELEMETRY_CALL_LOG_H_

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "service/model/call_record.h"
#include "service/telemetry/log_level.h"
#include "service/telemetry/log_writer.h"

namespace backlinks::telemetry {

class CallLog : public CallObserver {
 public:
  using Fields = std::vector<std::pair<std::string_view, std::string>>;

  // Appends to the file, or writes to standard error if `path` is empty. kDebug
  // adds one line per upstream request.
  static absl::StatusOr<std::unique_ptr<CallLog>> Open(const std::string& path,
                                                       LogLevel level);

  // Logs one event of the server. No argument may contain a secret.
  void Log(LogLevel level, std::string_view message, const Fields& fields = {});

  void OnStart(std::string_view method) override;
  void OnFinish(const CallRecord& record) override;
  void OnUpstream(int http_status, absl::Duration latency) override;

  // Reopen, Flush and losses are those of LogWriter.
  absl::Status Reopen() { return writer_->Reopen(); }
  bool Flush(absl::Duration max_wait) { return writer_->Flush(max_wait); }
  LogLosses losses() const { return writer_->losses(); }

 private:
  explicit CallLog(std::unique_ptr<LogWriter> writer);

  std::unique_ptr<LogWriter> writer_;
};

// Forwards to several observers, in the given order.
class FanOutObserver : public CallObserver {
 public:
  // The observers must outlive this object.
  explicit FanOutObserver(std::vector<CallObserver*> observers)
      : observers_(std::move(observers)) {}

  void OnStart(std::string_view method) override;
  void OnFinish(const CallRecord& record) override;
  void OnUpstream(int http_status, absl::Duration latency) override;
  void OnUpstreamPhase(UpstreamPhase phase, absl::Duration duration) override;
  void OnUpstreamRetry(int http_status, absl::Duration waited) override;
  void OnRateWait(const std::string& caller, absl::Duration waited) override;

 private:
  std::vector<CallObserver*> observers_;
};

}  // namespace backlinks::telemetry

#endif  // BACKLINKS_SERVICE_TELEMETRY_CALL_LOG_H_
