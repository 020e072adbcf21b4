// The queue of spans between the calls and the exporter.
//
// Limits:  `capacity` spans; further ones are rejected, and no caller waits.
// Threads: every method may be called from any thread.
#ifndef BACKLINKS_SERVICE_TELEMETRY_SPAN_QUEUE_H_
#define BACKLINKS_SERVICE_TELEMETRY_SPAN_QUEUE_H_

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <vector>

#include "absl/time/time.h"
#include "service/telemetry/span.h"

namespace backlinks::telemetry {

class SpanQueue {
 public:
  explicit SpanQueue(size_t capacity) : capacity_(capacity) {}

  // Returns false if the queue is full or closed.
  bool Push(Span span);

  // Returns the oldest spans, at most `max`, as soon as there are that many, or
  // the oldest has waited for `max_wait`, or the queue is closed. Empty if it
  // is closed and has no more spans.
  std::vector<Span> Take(size_t max, absl::Duration max_wait);

  void Close();

 private:
  const size_t capacity_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Span> spans_;
  bool closed_ = false;
};

}  // namespace backlinks::telemetry

#endif  // BACKLINKS_SERVICE_TELEMETRY_SPAN_QUEUE_H_
