// Spans on their way from the calls to the exporter.
//
// Limits:  `capacity` spans; what comes then is refused, nobody waits.
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

namespace backlinks {

class SpanQueue {
 public:
  explicit SpanQueue(size_t capacity) : capacity_(capacity) {}

  // False: it is full or closed.
  bool Push(Span span);

  // The oldest spans, `most` at the most, as soon as there are so many, or the
  // first of them has waited for `patience`, or the queue is closed. Empty: it
  // is closed and nothing is left.
  std::vector<Span> Take(size_t max, absl::Duration max_wait);

  void Close();

 private:
  const size_t capacity_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Span> spans_;
  bool closed_ = false;
};

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_TELEMETRY_SPAN_QUEUE_H_
