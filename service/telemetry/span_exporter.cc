#include "service/telemetry/span_exporter.h"

#include <algorithm>
#include <cstdint>
#include <utility>

#include "absl/time/clock.h"

namespace backlinks::telemetry {

SpanExporter::SpanExporter(ExporterOptions options, SpanCounters& counters)
    : options_(std::move(options)),
      counters_(counters),
      queue_(options_.max_queued),
      sender_(options_.endpoint),
      thread_([this] { Run(); }) {}

SpanExporter::~SpanExporter() {
  Flush(absl::ZeroDuration());
  thread_.join();
}

void SpanExporter::Export(Span span) {
  if (!queue_.Push(std::move(span))) Drop(1);
}

void SpanExporter::Flush(absl::Duration at_most) {
  queue_.Close();
  std::unique_lock lock(mutex_);
  changed_.wait_for(lock, absl::ToChronoNanoseconds(at_most),
                    [this] { return done_ || flush_cancelled_; });
  lock.unlock();
  CancelFlush();
  lock.lock();
  changed_.wait(lock, [this] { return done_; });
}

void SpanExporter::CancelFlush() {
  queue_.Close();
  {
    const std::lock_guard lock(mutex_);
    flush_cancelled_ = true;
  }
  changed_.notify_all();
  sender_.Cancel();
}

void SpanExporter::Run() {
  while (true) {
    const std::vector<Span> batch =
        queue_.Take(options_.max_batch, options_.max_batch_age);
    if (batch.empty()) break;
    Deliver(batch);
  }
  {
    const std::lock_guard lock(mutex_);
    done_ = true;
  }
  changed_.notify_all();
}

void SpanExporter::Deliver(const std::vector<Span>& batch) {
  const auto request = MakeOtlpRequest(options_.resource, batch);
  SendOutcome outcome;
  int attempt = 0;
  do {
    outcome = sender_.Send(request, absl::Now() + options_.timeout);
    ++attempt;
  } while (WaitToRetry(outcome, attempt));
  if (!outcome.status.ok()) return Drop(batch.size());
  const auto sent = static_cast<int64_t>(batch.size());
  const int64_t rejected = std::clamp<int64_t>(outcome.rejected, 0, sent);
  counters_.OnExported(sent - rejected);
  if (rejected > 0) Drop(rejected);
}

bool SpanExporter::WaitToRetry(const SendOutcome& outcome, int attempt) {
  if (outcome.status.ok() || !outcome.may_retry) return false;
  if (attempt >= options_.max_attempts) return false;
  const absl::Duration wait =
      outcome.retry_delay > absl::ZeroDuration()
          ? std::min(outcome.retry_delay, options_.backoff.max)
          : Backoff(options_.backoff, attempt - 1);
  std::unique_lock lock(mutex_);
  return !changed_.wait_for(lock, absl::ToChronoNanoseconds(wait),
                            [this] { return flush_cancelled_; });
}

void SpanExporter::Drop(size_t spans) {
  counters_.OnDropped(static_cast<int64_t>(spans));
}

}  // namespace backlinks::telemetry
