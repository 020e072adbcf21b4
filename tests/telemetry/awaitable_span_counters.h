// Counts the spans that were exported or dropped, and waits for a number of
// them.
#ifndef BACKLINKS_TESTS_TELEMETRY_AWAITABLE_SPAN_COUNTERS_H_
#define BACKLINKS_TESTS_TELEMETRY_AWAITABLE_SPAN_COUNTERS_H_

#include <condition_variable>
#include <cstdint>
#include <mutex>

#include "service/telemetry/span_counters.h"

namespace backlinks::telemetry::testing_trace {

class AwaitableSpanCounters final : public SpanCounters {
 public:
  void OnExported(int64_t spans) override { Add(exported_, spans); }
  void OnDropped(int64_t spans) override { Add(dropped_, spans); }

  void WaitFor(int64_t spans) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return exported_ + dropped_ >= spans; });
  }
  int64_t exported() { return Get(exported_); }
  int64_t dropped() { return Get(dropped_); }

 private:
  void Add(int64_t& count, int64_t spans) {
    const std::lock_guard lock(mutex_);
    count += spans;
    changed_.notify_all();
  }
  int64_t Get(const int64_t& count) {
    const std::lock_guard lock(mutex_);
    return count;
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  int64_t exported_ = 0;
  int64_t dropped_ = 0;
};

}  // namespace backlinks::telemetry::testing_trace

#endif  // BACKLINKS_TESTS_TELEMETRY_AWAITABLE_SPAN_COUNTERS_H_
