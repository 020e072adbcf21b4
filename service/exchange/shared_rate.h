// The rate of requests that several servers share: the port, and how their
// limit becomes a token bucket.
//
// A server sends a request for each token that it takes from the bucket of all.
// It sends it less than TokenLife after it asked for the token, so that the
// requests of a window have tokens of a time shorter than the window and
// TokenLife. In such a time fewer than `burst` tokens and those that are new in
// it can be taken. SharedBucketOf makes this sum limit.requests + 1, so that no
// window has more requests than the limit.
#ifndef BACKLINKS_SERVICE_EXCHANGE_SHARED_RATE_H_
#define BACKLINKS_SERVICE_EXCHANGE_SHARED_RATE_H_

#include <cstdint>
#include <functional>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "service/exchange/request_window.h"

namespace backlinks::exchange {

// With the limit of 60 a minute: bursts of 6, and 55 tokens in 62 seconds.
struct SharedBucket {
  int64_t tokens = 1;  // New tokens in each `window`.
  absl::Duration window;
  int64_t burst = 1;  // The tokens of a full bucket.

  absl::Duration interval() const { return window / tokens; }
};

// The burst is a tenth of the limit, at least 1: what is sent at once after a
// pause must be sent more slowly later.
SharedBucket SharedBucketOf(const RateLimit& limit);

// The time from asking for a token until it is used or lost.
absl::Duration TokenLife(const RateLimit& limit);

class SharedRate {
 public:
  using OnAnswer = std::function<void(absl::StatusOr<absl::Duration>)>;

  virtual ~SharedRate() = default;

  // Takes one token and passes zero; or takes nothing, and passes the time
  // after which to ask again, or why there is no answer. Returns at once:
  // `on_answer` is called once, later and on any thread; or never, if the
  // process ends. To be called while the workers run, also with a lock that
  // `on_answer` acquires.
  virtual void Take(OnAnswer on_answer) = 0;

  // A server has begun to send without tokens, for this reason; or uses tokens
  // again (OK). Called on any thread with the limiter's lock, so that it must
  // not use the limiter.
  virtual void OnAvailability(const absl::Status& status) = 0;
};

}  // namespace backlinks::exchange

#endif  // BACKLINKS_SERVICE_EXCHANGE_SHARED_RATE_H_
