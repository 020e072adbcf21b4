// Decides which request may be sent to the upstream, and when: callers have
// their turns one after the other (fair_queue.h), at a rate that never exceeds
// the limit (request_window.h). Shared by all workers.
//
// However many requests a caller has, the first request of another caller waits
// for at most one of them.
// Shared:  several servers keep the limit together if they have a SharedRate.
//          The order of callers remains that of each server's own queue: a
//          token is for the request that is the next one when it comes. While
//          no tokens are available, each server keeps the limit for itself.
// Clock:   monotonic, with any origin; tests pass their own.
// Memory:  requests that wait, and those of one window.
// Threads: every method may be called from any thread. A PermitRequest is used
//          by one thread at a time.
//
// Example:
//   PermitRequest permit(limiter, caller);
//   permit.OnSooner(…);
//   while (permit.Wait() > absl::ZeroDuration()) { … }
//   permit.OnSent(Send());
#ifndef BACKLINKS_SERVICE_EXCHANGE_RATE_LIMITER_H_
#define BACKLINKS_SERVICE_EXCHANGE_RATE_LIMITER_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "absl/time/time.h"
#include "service/exchange/fair_queue.h"
#include "service/exchange/request_window.h"
#include "service/exchange/shared_rate.h"
#include "service/exchange/shared_tokens.h"

namespace backlinks::exchange {

class PermitRequest;

// Belongs to a std::shared_ptr.
class RateLimiter : public std::enable_shared_from_this<RateLimiter> {
 public:
  using Clock = std::function<absl::Duration()>;

  static absl::Duration SteadyNow();

  // A null `shared`: this server has the limit for itself.
  explicit RateLimiter(const RateLimit& limit, Clock now = SteadyNow,
                       std::shared_ptr<SharedRate> shared = nullptr);

  const RateLimit& limit() const { return window_.limit(); }

 private:
  friend class PermitRequest;

  // Grants every permit that is due, and wakes those whose wait ended or may
  // have become shorter, except `asking`. To be called with the lock.
  void GrantDue(absl::Duration now, const PermitRequest* asking = nullptr);
  // Asks for a token if the next request needs one. To be called with the lock.
  void AskForToken(absl::Duration now);
  void OnToken(absl::StatusOr<absl::Duration> wait);

  const Clock now_;
  std::mutex mutex_;
  RequestWindow window_;
  SharedTokens tokens_;
  FairQueue<PermitRequest*> queue_;
  // The request that knows when the next permit is due, because it asked or was
  // woken since. Never one that has left the queue.
  const PermitRequest* next_ = nullptr;
};

// Asks for the permit to send one request. It is in the queue from the
// beginning until the permit is granted; if it is destroyed before, it leaves
// no trace.
class PermitRequest {
 public:
  // `caller` is a name, or empty for all callers without one.
  PermitRequest(std::shared_ptr<RateLimiter> limiter, std::string_view caller);
  ~PermitRequest();
  PermitRequest(const PermitRequest&) = delete;
  PermitRequest& operator=(const PermitRequest&) = delete;

  // Returns zero if the permit is granted. Otherwise returns the time until it
  // will be if no request comes or leaves meanwhile, and other servers send
  // none; Wait must be called again after this time, or when woken.
  absl::Duration Wait();

  // `wake` is called when the permit is granted, or may be granted sooner than
  // the last Wait returned. It is called on any thread, and must not use the
  // limiter. Wait must be called after this.
  void OnSooner(std::function<void()> wake);

  // After Wait returned zero: the request was sent `count` times. With 0 others
  // get the permit. More than 1 also count for the limit, although it is too
  // late to wait for them.
  void OnSent(int64_t count);

 private:
  friend class RateLimiter;

  struct Permit {
    absl::Duration granted_at;
    std::optional<absl::Duration> token;  // As SharedTokens::Use returned it.
  };

  // Makes others use what is granted. To be called with the lock.
  void ReturnPermit();

  const std::shared_ptr<RateLimiter> limiter_;
  const std::string caller_;
  std::function<void()> wake_;
  std::optional<Permit> permit_;
  bool is_used_ = false;  // The owner knows that it has the permit.
};

}  // namespace backlinks::exchange

#endif  // BACKLINKS_SERVICE_EXCHANGE_RATE_LIMITER_H_
