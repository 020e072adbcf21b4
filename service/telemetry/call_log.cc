#include "service/telemetry/call_log.h"

#include <cstddef>
#include <optional>

#include "absl/status/status.h"
#include "absl/time/clock.h"
#include "service/common/status/reason.h"
#include "service/common/status/status.h"
#include "service/telemetry/log_line.h"

namespace backlinks::telemetry {
namespace {

LogLevel LevelOf(absl::StatusCode code) {
  switch (code) {
    case absl::StatusCode::kInternal:
    case absl::StatusCode::kDataLoss:
    case absl::StatusCode::kUnknown:
    case absl::StatusCode::kFailedPrecondition:
      return LogLevel::kError;
    case absl::StatusCode::kUnavailable:
    case absl::StatusCode::kResourceExhausted:
    case absl::StatusCode::kDeadlineExceeded:
      return LogLevel::kWarn;
    default:
      return LogLevel::kInfo;
  }
}

// Whether the message quotes the caller's input.
bool QuotesTheCaller(const absl::Status& status) {
  return status.code() == absl::StatusCode::kInvalidArgument;
}

void PutStatus(LogLine& line, const absl::Status& status, bool whole) {
  line.AddText("status", absl::StatusCodeToString(status.code()));
  if (status.ok()) return;
  if (const std::optional<Reason> reason = GetReason(status)) {
    line.AddText("reason", ReasonName(*reason));
  }
  line.AddText("cause", GetCause(status));
  if (!whole && QuotesTheCaller(status)) return;
  line.AddText("message", std::string(status.message()));
}

// Adds the query and its plan, with the texts of filters only if `whole`,
// because they may be personal data.
void PutPlan(LogLine& line, const CallRecord& record, bool whole) {
  line.AddText("target", record.target);
  line.AddText("query_hash", record.query_hash);
  line.AddText("where", record.where_shape);
  line.AddText("having", record.having_shape);
  line.AddText("residual", whole ? record.residual : record.residual_shape);
  if (whole) line.AddText("pushed_where", record.pushed_where);
  if (record.page_rows > 0) line.AddInt("page_rows", record.page_rows);
}

void PutMalformed(LogLine& line, const CallRecord& record) {
  LogLine::Counts cells;
  for (const Column& column : AllColumns()) {
    const int64_t count = record.malformed_cells[column.number];
    if (count != 0) cells.emplace_back(column.name, count);
  }
  if (record.malformed_cells[0] != 0) {
    cells.emplace_back("other", record.malformed_cells[0]);
  }
  line.AddCounts("malformed_cells", cells);
}

void PutWho(LogLine& line, const CallRecord& record) {
  line.AddText("method", record.method);
  line.AddText("peer", record.peer);
  line.AddText("caller", record.caller);
  line.AddText("trace_id", record.trace_id);
  line.AddText("user_agent", record.user_agent);
}

void PutCounts(LogLine& line, const CallRecord& record) {
  line.AddInt("rows", record.sent_rows);
  line.AddInt("scanned", record.scanned_rows);
  line.AddInt("messages", record.sent_messages);
  line.AddInt("bytes", record.sent_bytes);
  line.AddInt("pages", record.pages);
  line.AddInt("upstream_calls", record.upstream_calls);
  line.AddInt("received_bytes", record.received_bytes);
  line.AddMilli("price", record.price);
  if (record.cached_pages > 0) line.AddInt("cached_pages", record.cached_pages);
  if (record.saved_price > 0) line.AddMilli("saved_price", record.saved_price);
  if (record.resumes > 0) line.AddInt("resumes", record.resumes);
  if (record.repeated_price > 0) {
    line.AddMilli("repeated_price", record.repeated_price);
  }
  line.AddDuration("duration_ms", record.duration);
  if (record.first_row > absl::ZeroDuration()) {
    line.AddDuration("first_row_ms", record.first_row);
  }
}

}  // namespace

absl::StatusOr<std::unique_ptr<CallLog>> CallLog::Open(const std::string& path,
                                                       LogLevel level) {
  auto writer = LogWriter::Open(path, level);
  if (!writer.ok()) return writer.status();
  return std::unique_ptr<CallLog>(new CallLog(*std::move(writer)));
}

CallLog::CallLog(std::unique_ptr<LogWriter> writer)
    : writer_(std::move(writer)) {}

void CallLog::Log(LogLevel level, std::string_view message,
                  const Fields& fields) {
  if (!writer_->IsEnabled(level)) return;
  LogLine line(absl::Now(), LogLevelName(level), "server");
  line.AddText("message", message);
  for (const auto& [name, value] : fields) line.AddText(name, value);
  writer_->Write(level, line.Text());
}

void CallLog::OnStart(std::string_view /*method*/) {}

void CallLog::OnFinish(const CallRecord& record) {
  const LogLevel level = LevelOf(record.status.code());
  if (!writer_->IsEnabled(level)) return;
  LogLine line(record.start + record.duration, LogLevelName(level), "call");
  const bool whole = writer_->IsEnabled(LogLevel::kDebug);
  PutWho(line, record);
  PutPlan(line, record, whole);
  PutStatus(line, record.status, whole);
  PutCounts(line, record);
  line.AddText("end_reason", record.end_reason);
  PutMalformed(line, record);
  writer_->Write(level, line.Text());
}

void CallLog::OnUpstream(int http_status, absl::Duration latency) {
  if (!writer_->IsEnabled(LogLevel::kDebug)) return;
  LogLine line(absl::Now(), LogLevelName(LogLevel::kDebug), "upstream");
  line.AddInt("http_status", http_status);
  line.AddDuration("duration_ms", latency);
  writer_->Write(LogLevel::kDebug, line.Text());
}

void FanOutObserver::OnStart(std::string_view method) {
  for (CallObserver* observer : observers_) observer->OnStart(method);
}

void FanOutObserver::OnFinish(const CallRecord& record) {
  for (CallObserver* observer : observers_) observer->OnFinish(record);
}

void FanOutObserver::OnUpstream(int http_status, absl::Duration latency) {
  for (CallObserver* observer : observers_) {
    observer->OnUpstream(http_status, latency);
  }
}

void FanOutObserver::OnUpstreamPhase(UpstreamPhase phase,
                                     absl::Duration duration) {
  for (CallObserver* observer : observers_) {
    observer->OnUpstreamPhase(phase, duration);
  }
}

void FanOutObserver::OnUpstreamRetry(int http_status, absl::Duration waited) {
  for (CallObserver* observer : observers_) {
    observer->OnUpstreamRetry(http_status, waited);
  }
}

void FanOutObserver::OnRateWait(const std::string& caller,
                                absl::Duration waited) {
  for (CallObserver* observer : observers_) {
    observer->OnRateWait(caller, waited);
  }
}

}  // namespace backlinks::telemetry
