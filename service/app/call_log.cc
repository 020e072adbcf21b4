#include "service/app/call_log.h"

#include <cstddef>
#include <exception>
#include <optional>

#include "absl/status/status.h"
#include "absl/time/clock.h"
#include "boost/json/object.hpp"
#include "boost/json/serialize.hpp"
#include "service/model/log_text.h"
#include "service/status/reason.h"
#include "service/status/status.h"
#include "spdlog/logger.h"
#include "spdlog/pattern_formatter.h"
#include "spdlog/sinks/basic_file_sink.h"
#include "spdlog/sinks/stdout_sinks.h"

namespace backlinks {
namespace {

namespace json = boost::json;

constexpr size_t kMaxTextBytes = 2048;

spdlog::level::level_enum SpdlogLevel(LogLevel level) {
  switch (level) {
    case LogLevel::kDebug:
      return spdlog::level::debug;
    case LogLevel::kInfo:
      return spdlog::level::info;
    case LogLevel::kWarn:
      return spdlog::level::warn;
    case LogLevel::kError:
      return spdlog::level::err;
    case LogLevel::kOff:
      return spdlog::level::off;
  }
  return spdlog::level::info;
}

std::string_view LevelName(LogLevel level) {
  switch (level) {
    case LogLevel::kDebug:
      return "debug";
    case LogLevel::kWarn:
      return "warn";
    case LogLevel::kError:
      return "error";
    default:
      return "info";
  }
}

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

void Put(json::object& line, std::string_view name, std::string_view text) {
  if (!text.empty()) line[name] = LogText(text, kMaxTextBytes);
}

json::object MakeLine(absl::Time time, LogLevel level, std::string_view event) {
  json::object line;
  line["time"] =
      absl::FormatTime("%Y-%m-%dT%H:%M:%E6SZ", time, absl::UTCTimeZone());
  line["level"] = LevelName(level);
  line["event"] = event;
  return line;
}

double Milliseconds(absl::Duration duration) {
  return static_cast<double>(absl::ToInt64Microseconds(duration)) / 1000;
}

// What a caller got wrong is told in the caller's words.
bool QuotesTheCaller(const absl::Status& status) {
  return status.code() == absl::StatusCode::kInvalidArgument;
}

void PutStatus(json::object& line, const absl::Status& status, bool whole) {
  line["status"] = absl::StatusCodeToString(status.code());
  if (status.ok()) return;
  if (const std::optional<Reason> reason = GetReason(status)) {
    line["reason"] = ReasonName(*reason);
  }
  Put(line, "cause", GetCause(status));
  if (!whole && QuotesTheCaller(status)) return;
  Put(line, "message", std::string(status.message()));
}

// What is asked for and what becomes of it, with the texts in filters only if
// `whole`: they may be personal.
void PutPlan(json::object& line, const CallRecord& record, bool whole) {
  Put(line, "target", record.target);
  Put(line, "query_hash", record.query_hash);
  Put(line, "where", record.where_shape);
  Put(line, "having", record.having_shape);
  Put(line, "residual", whole ? record.residual : record.residual_shape);
  if (whole) Put(line, "pushed_where", record.pushed_where);
  if (record.page_rows > 0) line["page_rows"] = record.page_rows;
}

void PutMalformed(json::object& line, const CallRecord& record) {
  json::object cells;
  for (const Column& column : AllColumns()) {
    const int64_t count = record.malformed_cells[column.number];
    if (count != 0) cells[column.name] = count;
  }
  if (record.malformed_cells[0] != 0) {
    cells["other"] = record.malformed_cells[0];
  }
  if (!cells.empty()) line["malformed_cells"] = std::move(cells);
}

void PutWho(json::object& line, const CallRecord& record) {
  Put(line, "method", record.method);
  Put(line, "peer", record.peer);
  Put(line, "trace_id", record.trace_id);
  Put(line, "user_agent", record.user_agent);
}

void PutCounts(json::object& line, const CallRecord& record) {
  line["rows"] = record.sent_rows;
  line["scanned"] = record.scanned_rows;
  line["messages"] = record.sent_messages;
  line["bytes"] = record.sent_bytes;
  line["pages"] = record.pages;
  line["upstream_calls"] = record.upstream_calls;
  line["received_bytes"] = record.received_bytes;
  line["price"] = static_cast<double>(record.price) / 1000;
  if (record.cached_pages > 0) line["cached_pages"] = record.cached_pages;
  if (record.resumes > 0) line["resumes"] = record.resumes;
  if (record.repeated_price > 0) {
    line["repeated_price"] = static_cast<double>(record.repeated_price) / 1000;
  }
  line["duration_ms"] = Milliseconds(record.duration);
  if (record.first_row > absl::ZeroDuration()) {
    line["first_row_ms"] = Milliseconds(record.first_row);
  }
}

absl::StatusOr<spdlog::sink_ptr> OpenSink(const std::string& path) {
  if (path.empty()) return std::make_shared<spdlog::sinks::stderr_sink_mt>();
  try {
    return std::make_shared<spdlog::sinks::basic_file_sink_mt>(path);
  } catch (const std::exception& e) {
    return absl::InvalidArgumentError(e.what());
  }
}

}  // namespace

LogLevel LogLevelOf(std::string_view word) {
  for (const LogLevel level :
       {LogLevel::kDebug, LogLevel::kWarn, LogLevel::kError}) {
    if (word == LevelName(level)) return level;
  }
  return word == "off" ? LogLevel::kOff : LogLevel::kInfo;
}

absl::StatusOr<std::unique_ptr<CallLog>> CallLog::Open(const std::string& path,
                                                       LogLevel level) {
  absl::StatusOr<spdlog::sink_ptr> sink = OpenSink(path);
  if (!sink.ok()) return sink.status();
  auto logger = std::make_shared<spdlog::logger>("calls", *std::move(sink));
  logger->set_pattern("%v");
  logger->set_level(SpdlogLevel(level));
  logger->flush_on(spdlog::level::trace);
  // A full disk must not stop the service, nor fill standard error.
  logger->set_error_handler([](const std::string&) {});
  return std::unique_ptr<CallLog>(new CallLog(std::move(logger)));
}

CallLog::CallLog(std::shared_ptr<spdlog::logger> logger)
    : logger_(std::move(logger)) {}

CallLog::~CallLog() = default;

void CallLog::Log(LogLevel level, std::string_view message,
                  const Fields& fields) {
  if (level == LogLevel::kOff || !logger_->should_log(SpdlogLevel(level))) {
    return;
  }
  json::object line = MakeLine(absl::Now(), level, "server");
  Put(line, "message", message);
  for (const auto& [name, value] : fields) Put(line, name, value);
  logger_->log(SpdlogLevel(level), json::serialize(line));
}

void CallLog::OnStart(std::string_view /*method*/) {}

void CallLog::OnFinish(const CallRecord& record) {
  const LogLevel level = LevelOf(record.status.code());
  if (!logger_->should_log(SpdlogLevel(level))) return;
  json::object line = MakeLine(record.start + record.duration, level, "call");
  const bool whole = logger_->should_log(spdlog::level::debug);
  PutWho(line, record);
  PutPlan(line, record, whole);
  PutStatus(line, record.status, whole);
  PutCounts(line, record);
  Put(line, "end_reason", record.end_reason);
  PutMalformed(line, record);
  logger_->log(SpdlogLevel(level), json::serialize(line));
}

void CallLog::OnUpstream(int http_status, absl::Duration latency) {
  if (!logger_->should_log(spdlog::level::debug)) return;
  json::object line = MakeLine(absl::Now(), LogLevel::kDebug, "upstream");
  line["http_status"] = http_status;
  line["duration_ms"] = Milliseconds(latency);
  logger_->log(spdlog::level::debug, json::serialize(line));
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

void FanOutObserver::OnRateWait(absl::Duration waited) {
  for (CallObserver* observer : observers_) observer->OnRateWait(waited);
}

}  // namespace backlinks
