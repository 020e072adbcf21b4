#include "service/exchange/rate_limiter.h"

#include <algorithm>
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
    : limit_(limit), now_(std::move(now)) {}

RateLimiter::Reservation RateLimiter::Acquire(absl::Duration max_wait) {
  const std::lock_guard lock(mutex_);
  const absl::Duration now = now_();
  while (!reservations_.empty() &&
         reservations_.front() + limit_.window <= now) {
    reservations_.pop_front();
  }
  Reservation reservation;
  reservation.at = NextReservation(now);
  reservation.wait = reservation.at - now;
  reservation.acquired =
      reservation.wait == absl::ZeroDuration() || reservation.wait < max_wait;
  if (reservation.acquired) reservations_.push_back(reservation.at);
  return reservation;
}

void RateLimiter::Release(const Reservation& reservation) {
  const std::lock_guard lock(mutex_);
  const auto it =
      std::find(reservations_.begin(), reservations_.end(), reservation.at);
  if (it != reservations_.end()) reservations_.erase(it);
}

absl::Duration RateLimiter::NextReservation(absl::Duration now) const {
  if (reservations_.empty()) return now;
  // Not before the slots that others wait for, even if one of those was
  // released.
  absl::Duration next = std::max(now, reservations_.back());
  const auto count = static_cast<int64_t>(reservations_.size());
  if (count >= limit_.requests) {
    next =
        std::max(next, reservations_[count - limit_.requests] + limit_.window);
  }
  return next;
}

}  // namespace backlinks::exchange
