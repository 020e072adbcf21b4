#include "service/telemetry/log_writer.h"

#include <pthread.h>

#include <mutex>
#include <utility>
#include <vector>

#include "service/telemetry/log_sink.h"
#include "spdlog/async_logger.h"
#include "spdlog/details/thread_pool.h"

namespace backlinks::telemetry {
namespace {

constexpr size_t kMaxQueuedLines = 1024;
constexpr absl::Duration kCloseGrace = absl::Seconds(1);
constexpr absl::Duration kReopenWait = absl::Seconds(1);

using LogThread = std::shared_ptr<spdlog::details::thread_pool>;

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

LogThread StartThread() {
  return std::make_shared<spdlog::details::thread_pool>(
      kMaxQueuedLines, 1, [] { pthread_setname_np(pthread_self(), "log"); });
}

// Leaks the thread. The destructor of spdlog's thread pool waits for the line
// that is being written, so that a blocked write would keep the process from
// ending.
void Abandon(LogThread thread) {
  static auto* const abandoned = new std::vector<LogThread>();
  abandoned->push_back(std::move(thread));
}

}  // namespace

struct LogWriter::Impl {
  // Queues a flush, and waits for it. One at a time, because a flush is
  // recognized by its number alone.
  bool Flush(absl::Duration max_wait) {
    const std::lock_guard lock(flush_mutex);
    const int64_t flushes = sink->flushes();
    logger->flush();
    return sink->WaitForFlush(flushes, max_wait);
  }

  std::string path;
  std::shared_ptr<LogSink> sink;
  LogThread thread;
  std::shared_ptr<spdlog::async_logger> logger;
  std::mutex flush_mutex;
};

absl::StatusOr<std::unique_ptr<LogWriter>> LogWriter::Open(
    const std::string& path, LogLevel level) {
  auto sink = LogSink::Open(path);
  if (!sink.ok()) return sink.status();
  auto impl = std::make_unique<Impl>();
  impl->path = path;
  impl->sink = *std::move(sink);
  impl->thread = StartThread();
  impl->logger = std::make_shared<spdlog::async_logger>(
      "log", impl->sink, impl->thread,
      spdlog::async_overflow_policy::overrun_oldest);
  impl->logger->set_level(SpdlogLevel(level));
  // The default handler of spdlog writes to standard error.
  impl->logger->set_error_handler([](const std::string&) {});
  return std::unique_ptr<LogWriter>(new LogWriter(std::move(impl)));
}

LogWriter::LogWriter(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

LogWriter::~LogWriter() {
  if (!Flush(kCloseGrace)) Abandon(std::move(impl_->thread));
}

bool LogWriter::IsEnabled(LogLevel level) const {
  return level != LogLevel::kOff &&
         impl_->logger->should_log(SpdlogLevel(level));
}

void LogWriter::Write(LogLevel level, const std::string& line) {
  if (IsEnabled(level)) impl_->logger->log(SpdlogLevel(level), line);
}

absl::Status LogWriter::Reopen() {
  absl::Status reopened = impl_->sink->Reopen(impl_->path);
  // The old file is closed even if no further line is logged.
  impl_->Flush(kReopenWait);
  return reopened;
}

bool LogWriter::Flush(absl::Duration max_wait) {
  return impl_->Flush(max_wait);
}

LogLosses LogWriter::losses() const {
  return {.queue_full = static_cast<int64_t>(impl_->thread->overrun_counter()),
          .write_failed = impl_->sink->failed_lines()};
}

}  // namespace backlinks::telemetry
