#include "service/telemetry/span_queue.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace backlinks::telemetry {

bool SpanQueue::Push(Span span) {
  {
    const std::lock_guard lock(mutex_);
    if (closed_ || spans_.size() >= capacity_) return false;
    spans_.push_back(std::move(span));
  }
  changed_.notify_one();
  return true;
}

std::vector<Span> SpanQueue::Take(size_t max, absl::Duration max_wait) {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return closed_ || !spans_.empty(); });
  changed_.wait_for(lock, absl::ToChronoNanoseconds(max_wait),
                    [this, max] { return closed_ || spans_.size() >= max; });
  const auto count = static_cast<std::ptrdiff_t>(std::min(max, spans_.size()));
  std::vector<Span> taken(std::make_move_iterator(spans_.begin()),
                          std::make_move_iterator(spans_.begin() + count));
  spans_.erase(spans_.begin(), spans_.begin() + count);
  return taken;
}

void SpanQueue::Close() {
  {
    const std::lock_guard lock(mutex_);
    closed_ = true;
  }
  changed_.notify_all();
}

}  // namespace backlinks::telemetry
