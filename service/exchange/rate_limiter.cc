#include "service/exchange/rate_limiter.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace backlinks::exchange {

// Monotonic, because a wall clock that is set back would delay all requests.
absl::Duration RateLimiter::SteadyNow() {
  return absl::FromChrono(std::chrono::steady_clock::now().time_since_epoch());
}

RateLimiter::RateLimiter(const RateLimit& limit, Clock now,
                         std::shared_ptr<SharedRate> shared)
    : now_(std::move(now)), window_(limit), tokens_(limit, std::move(shared)) {}

void RateLimiter::GrantDue(absl::Duration now, const PermitRequest* asking) {
  const auto wake = [asking](const PermitRequest& request) {
    if (&request != asking && request.wake_) request.wake_();
  };
  while (!queue_.empty() && window_.Earliest(now, 0) <= now &&
         tokens_.IsDue(now)) {
    PermitRequest& request = *queue_.Front();
    window_.Add(now);
    queue_.PopFront();
    request.permit_ = {.granted_at = now, .token = tokens_.Use()};
    wake(request);
  }
  const PermitRequest* const next = queue_.empty() ? nullptr : queue_.Front();
  if (next != nullptr && next != next_) wake(*next);
  next_ = next;
}

void RateLimiter::AskForToken(absl::Duration now) {
  const bool is_wanted = !queue_.empty() && window_.Earliest(now, 0) <= now;
  if (!tokens_.ShouldAsk(now, is_wanted)) return;
  tokens_.Ask(now,
              [self = shared_from_this()](absl::StatusOr<absl::Duration> wait) {
                self->OnToken(std::move(wait));
              });
}

void RateLimiter::OnToken(absl::StatusOr<absl::Duration> wait) {
  const std::lock_guard lock(mutex_);
  const absl::Duration now = now_();
  tokens_.OnAnswer(now, std::move(wait));
  next_ = nullptr;  // The wait of the next request has changed.
  GrantDue(now);
}

PermitRequest::PermitRequest(std::shared_ptr<RateLimiter> limiter,
                             std::string_view caller)
    : limiter_(std::move(limiter)), caller_(caller) {
  const std::lock_guard lock(limiter_->mutex_);
  limiter_->queue_.Push(caller_, this);
}

// Asks for no token: the worker that would may have ended. The request that is
// woken does.
PermitRequest::~PermitRequest() {
  const std::lock_guard lock(limiter_->mutex_);
  if (!permit_) {
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
  limiter_->AskForToken(now);
  if (permit_) {
    is_used_ = true;
    return absl::ZeroDuration();
  }
  const int64_t position = limiter_->queue_.Position(caller_, this);
  return std::max(limiter_->window_.Earliest(now, position) - now,
                  limiter_->tokens_.Wait(now, position));
}

void PermitRequest::OnSooner(std::function<void()> wake) {
  const std::lock_guard lock(limiter_->mutex_);
  wake_ = std::move(wake);
}

void PermitRequest::OnSent(int64_t count) {
  const std::lock_guard lock(limiter_->mutex_);
  if (count == 0) ReturnPermit();
  for (; count > 1; --count) {
    limiter_->window_.Add(limiter_->now_());
    limiter_->tokens_.Owe(limiter_->now_());
  }
}

void PermitRequest::ReturnPermit() {
  limiter_->window_.Remove(permit_->granted_at);
  limiter_->tokens_.Return(permit_->token);
  limiter_->next_ = nullptr;  // The next permit is due sooner.
  limiter_->GrantDue(limiter_->now_());
}

}  // namespace backlinks::exchange
