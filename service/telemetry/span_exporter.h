// Brings spans to a collector, in a thread of its own.
//
// Retry:   what OTLP calls retryable, with a growing backoff by chance, or
//          when the collector asks; after `max_attempts` the batch is dropped.
// Limits:  a queue of `max_queued` spans beside the batch under way; with the
//          collector away what is more is dropped. A call never waits.
// Threads: every method may be called from any thread.
#ifndef BACKLINKS_SERVICE_TELEMETRY_SPAN_EXPORTER_H_
#define BACKLINKS_SERVICE_TELEMETRY_SPAN_EXPORTER_H_

#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <thread>
#include <vector>

#include "absl/time/time.h"
#include "service/model/otlp_endpoint.h"
#include "service/telemetry/otlp_request.h"
#include "service/telemetry/otlp_sender.h"
#include "service/telemetry/span.h"
#include "service/telemetry/span_counters.h"
#include "service/telemetry/span_queue.h"

namespace backlinks {

struct ExporterOptions {
  OtlpEndpoint endpoint;
  TraceResource resource;
  size_t max_queued = 2048;
  size_t max_batch = 512;
  absl::Duration max_batch_age = absl::Seconds(1);
  absl::Duration timeout = absl::Seconds(10);  // Of one attempt.
  int max_attempts = 5;
  absl::Duration first_backoff = absl::Seconds(1);  // Grows by half.
  absl::Duration max_backoff = absl::Seconds(5);    // Asked for ones, too.
};

class SpanExporter {
 public:
  // `counters` must outlive it.
  SpanExporter(ExporterOptions options, SpanCounters& counters);
  // Drops what has not been sent.
  ~SpanExporter();

  void Export(Span span);

  // Takes no more spans, and sends those that are there, in this time at most;
  // returns when they are sent or dropped.
  void Flush(absl::Duration at_most);

  // Ends a Flush, under way or to come, without any more waiting.
  void ForceShutdown();

 private:
  void Run();
  void Deliver(const std::vector<Span>& batch);
  // True: to be sent again, after the wait that has just ended.
  bool WaitToRetry(const SendOutcome& outcome, int attempt);
  void Drop(size_t spans);

  const ExporterOptions options_;
  SpanCounters& counters_;
  SpanQueue queue_;
  OtlpSender sender_;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool hurry_ = false;
  bool done_ = false;
  std::thread thread_;
};

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_TELEMETRY_SPAN_EXPORTER_H_
