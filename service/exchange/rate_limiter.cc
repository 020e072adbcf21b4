#include "service/exchange/rate_limiter.h"

#include <chrono>
#include <utility>

namespace backlinks::exchange {
namespace {

// Monotonic, because a wall clock that is set back would delay all requests.
absl::Duration SteadyNow() {
  return absl::FromChrono(std::chrono::steady_clock::now().time_since_epoch());
}

}  // namespace

RateLimiter::RateLimiter(const RateLimit& limit)
    : RateLimiter(limit, SteadyNow) {}

RateLimiter::RateLimiter(const RateLimit& limit, Clock now)
    : now_(std::move(now)), window_(limit) {}

void RateLimiter::GrantDue(absl::Duration now, const PermitRequest* asking) {
  const auto wake = [asking](const PermitRequest& request) {
    if (&request != asking && request.wake_) request.wake_();
  };
  while (!queue_.empty() && window_.Earliest(now, 0) <= now) {
    PermitRequest& request = *queue_.Front();
    window_.Add(now);
    queue_.PopFront();
    request.granted_at_ = now;
    wake(request);
  }
  const PermitRequest* const next = queue_.empty() ? nullptr : queue_.Front();
  if (next != nullptr && next != next_) wake(*next);
  next_ = next;
}

PermitRequest::PermitRequest(std::shared_ptr<RateLimiter> limiter,
                             std::string_view caller)
    : limiter_(std::move(limiter)), caller_(caller) {
  const std::lock_guard lock(limiter_->mutex_);
  limiter_->queue_.Push(caller_, this);
}

PermitRequest::~PermitRequest() {
  const std::lock_guard lock(limiter_->mutex_);
  if (!granted_at_) {
    limiter_->queue_.Remove(caller_, this);
    limiter_->GrantDue(limiter_->now_());
  } else if (!is_used_) {
    ReturnPermit();
  }
}

absl::Duration PermitRequest::Wait() {
  const std::lock_guard lock(limiter_->mutex_);
  const absl::Duration now = limiter_->now_();
  limiter_->GrantDue(now, this);
  if (granted_at_) {
    is_used_ = true;
    return absl::ZeroDuration();
  }
  const int64_t position = limiter_->queue_.Position(caller_, this);
  return limiter_->window_.Earliest(now, position) - now;
}

void PermitRequest::OnSooner(std::function<void()> wake) {
  const std::lock_guard lock(limiter_->mutex_);
  wake_ = std::move(wake);
}

void PermitRequest::OnSent(int64_t count) {
  const std::lock_guard lock(limiter_->mutex_);
  if (count == 0) ReturnPermit();
  for (; count > 1; --count) limiter_->window_.Add(limiter_->now_());
}

void PermitRequest::ReturnPermit() {
  limiter_->window_.Remove(*granted_at_);
  limiter_->next_ = nullptr;  // The next permit is due sooner.
  limiter_->GrantDue(limiter_->now_());
}

}  // namespace backlinks::exchange
