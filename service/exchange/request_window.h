// The requests that were sent lately, and when the next ones may be sent, so
// that any window of time has no more than a given number of them.
//
// After a pause, as many requests as the limit allows may be sent at once.
// Clock:   any monotonic one; moments are durations since its origin.
// Memory:  the requests of one window.
// Threads: one at a time.
#ifndef BACKLINKS_SERVICE_EXCHANGE_REQUEST_WINDOW_H_
#define BACKLINKS_SERVICE_EXCHANGE_REQUEST_WINDOW_H_

#include <cstdint>
#include <deque>

#include "absl/time/time.h"

namespace backlinks::exchange {

struct RateLimit {
  int64_t requests = 60;  // At least 1.
  absl::Duration window = absl::Minutes(1);
};

class RequestWindow {
 public:
  explicit RequestWindow(const RateLimit& limit) : limit_(limit) {}

  const RateLimit& limit() const { return limit_; }

  // Returns the first moment, `now` or later, for a request that is sent after
  // `position` others which are not sent yet, each as early as possible.
  absl::Duration Earliest(absl::Duration now, int64_t position) const;

  // Counts a request that is sent at `now`, which must not be before that of
  // another Add. Earliest does not hold back requests that are beyond the
  // limit: they count like others.
  void Add(absl::Duration now);

  // Undoes one Add with this moment.
  void Remove(absl::Duration moment);

 private:
  const RateLimit limit_;
  std::deque<absl::Duration> sent_;  // Ascending.
};

}  // namespace backlinks::exchange

#endif  // BACKLINKS_SERVICE_EXCHANGE_REQUEST_WINDOW_H_
