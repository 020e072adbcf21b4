// Exports spans to a collector, in its own thread.
//
// Retry:   errors that OTLP calls retryable, after an increasing random backoff
//          or the delay requested by the collector; the batch is dropped after
//          `max_attempts`.
// Limits:  a queue of `max_queued` spans besides the current batch; while the
//          collector is unavailable, further spans are dropped. A call never
//          waits.
// Threads: every method may be called from any thread.
#ifndef BACKLINKS_SERVICE_TELEMETRY_SPAN_EXPORTER_H_
#define BACKLINKS_SERVICE_TELEMETRY_SPAN_EXPORTER_H_

#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <thread>
#include <vector>

#include "absl/time/time.h"
#include "service/common/backoff/backoff.h"
#include "service/model/otlp_endpoint.h"
#include "service/telemetry/otlp_request.h"
#include "service/telemetry/otlp_sender.h"
#include "service/telemetry/span.h"
#include "service/telemetry/span_counters.h"
#include "service/telemetry/span_queue.h"

namespace backlinks::telemetry {

struct ExporterOptions {
  OtlpEndpoint endpoint;
  TraceResource resource;
  size_t max_queued = 2048;
  size_t max_batch = 512;
  absl::Duration max_batch_age = absl::Seconds(1);
  absl::Duration timeout = absl::Seconds(10);  // Timeout of one attempt.
  int max_attempts = 5;
  // The maximum limits the delays that the collector requests, too.
  BackoffPolicy backoff = {.first = absl::Seconds(1),
                           .max = absl::Seconds(5),
                           .growth = 1.5,
                           .jitter = 0.2};
};

class SpanExporter {
 public:
  // `counters` must outlive the exporter.
  SpanExporter(ExporterOptions options, SpanCounters& counters);
  // Drops the spans that have not been sent.
  ~SpanExporter();

  void Export(Span span);

  // Accepts no more spans and sends the queued ones. Returns when they are sent
  // or dropped, after `at_most` at the latest.
  void Flush(absl::Duration at_most);

  // Ends a current or future Flush without waiting.
  void CancelFlush();

 private:
  void Run();
  void Deliver(const std::vector<Span>& batch);
  // Returns true if the batch must be sent again, after waiting.
  bool WaitToRetry(const SendOutcome& outcome, int attempt);
  void Drop(size_t spans);

  const ExporterOptions options_;
  SpanCounters& counters_;
  SpanQueue queue_;
  OtlpSender sender_;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool flush_cancelled_ = false;
  bool done_ = false;
  std::thread thread_;
};

}  // namespace backlinks::telemetry

#endif  // BACKLINKS_SERVICE_TELEMETRY_SPAN_EXPORTER_H_
