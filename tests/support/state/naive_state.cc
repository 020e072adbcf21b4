#include "tests/support/state/naive_state.h"

#include <algorithm>

#include "service/common/status/status.h"
#include "service/net/cancel.h"
#include "service/state/argument_checks.h"

// Checks the arguments, then whether the coroutine was cancelled.
#define BEGIN_OPERATION(check)                        \
  BACKLINKS_CO_RETURN_IF_ERROR(check);                \
  const bool cancelled = co_await net::IsCancelled(); \
  if (cancelled) co_return absl::CancelledError();    \
  const std::lock_guard lock(mutex_)

namespace backlinks::state::testing_state {

SharedState::Result<std::optional<StoredValue>> NaiveState::GetValue(
    std::string_view key) {
  BEGIN_OPERATION(CheckGetValue(key));
  const auto it = values_.find(key);
  std::optional<StoredValue> value;
  if (it != values_.end() && now_() < it->second.ends_at) {
    value = StoredValue{it->second.bytes, now_() - it->second.stored_at};
  }
  co_return value;
}

boost::asio::awaitable<absl::Status> NaiveState::PutValue(
    std::string_view key, std::string_view bytes, absl::Duration time_to_live) {
  BEGIN_OPERATION(CheckPutValue(key, bytes, time_to_live));
  values_[std::string(key)] = {std::string(bytes), now_(),
                               now_() + time_to_live};
  co_return absl::OkStatus();
}

bool NaiveState::Holds(std::string_view name, std::string_view token) const {
  const auto it = leases_.find(name);
  return it != leases_.end() && it->second.token == token &&
         now_() < it->second.ends_at;
}

SharedState::Result<LeaseHold> NaiveState::AcquireLease(
    std::string_view name, std::string_view token, absl::Duration duration) {
  BEGIN_OPERATION(CheckLease(name, token, duration));
  Lease& lease = leases_[std::string(name)];
  LeaseHold hold;
  if (lease.token != token && now_() < lease.ends_at) {
    hold.held_for = lease.ends_at - now_();
    co_return hold;
  }
  lease.token = std::string(token);
  lease.ends_at = now_() + duration;
  hold.acquired = true;
  co_return hold;
}

SharedState::Result<bool> NaiveState::ExtendLease(std::string_view name,
                                                  std::string_view token,
                                                  absl::Duration duration) {
  BEGIN_OPERATION(CheckLease(name, token, duration));
  const bool holds = Holds(name, token);
  if (holds) leases_.find(name)->second.ends_at = now_() + duration;
  co_return holds;
}

SharedState::Result<bool> NaiveState::ReleaseLease(std::string_view name,
                                                   std::string_view token) {
  BEGIN_OPERATION(CheckLease(name, token));
  const bool holds = Holds(name, token);
  if (holds) leases_.erase(leases_.find(name));
  co_return holds;
}

bool NaiveState::IsOpen(const Entry& entry) const {
  return !entry.settled && now_() < counter_ends_.at(entry.counter);
}

CounterUse NaiveState::UseOf(const std::string& counter) const {
  CounterUse use;
  for (const Entry& entry : entries_) {
    if (entry.counter != counter || now_() >= counter_ends_.at(counter)) {
      continue;
    }
    const bool reserved = !entry.settled && now_() < entry.lease_ends_at;
    (reserved ? use.reserved : use.spent) += entry.amount;
  }
  return use;
}

SharedState::Result<std::optional<ExceededCounter>> NaiveState::Reserve(
    const Reservation& reservation) {
  BEGIN_OPERATION(CheckReserve(reservation));
  std::optional<ExceededCounter> exceeded;
  const bool is_repeated =
      std::any_of(entries_.begin(), entries_.end(), [&](const Entry& entry) {
        return entry.id == reservation.id && IsOpen(entry);
      });
  if (is_repeated) co_return exceeded;
  for (size_t i = 0; i < reservation.counters.size(); ++i) {
    if (reservation.counters[i].expires_at < now_() + reservation.lease) {
      co_return ExpiresTooEarly(i);
    }
  }
  for (size_t i = 0; i < reservation.counters.size(); ++i) {
    const Counter& counter = reservation.counters[i];
    const int64_t used = UseOf(counter.name).used();
    if (used + reservation.amount <= counter.limit) continue;
    exceeded = ExceededCounter{i, used};
    co_return exceeded;
  }
  for (const Counter& counter : reservation.counters) {
    absl::Time& ends_at = counter_ends_[counter.name];
    ends_at = std::max(ends_at, counter.expires_at);
    entries_.push_back({reservation.id, counter.name, reservation.amount,
                        now_() + reservation.lease});
  }
  co_return exceeded;
}

SharedState::Result<bool> NaiveState::Settle(std::string_view id,
                                             int64_t amount) {
  BEGIN_OPERATION(CheckSettle(id, amount));
  bool was_open = false;
  for (Entry& entry : entries_) {
    if (entry.id != id || !IsOpen(entry)) continue;
    entry.amount = amount;
    entry.settled = true;
    was_open = true;
  }
  co_return was_open;
}

SharedState::Result<std::vector<CounterUse>> NaiveState::ReadCounters(
    const std::vector<std::string>& names) {
  BEGIN_OPERATION(CheckReadCounters(names));
  std::vector<CounterUse> uses;
  uses.reserve(names.size());
  for (const std::string& name : names) uses.push_back(UseOf(name));
  co_return uses;
}

SharedState::Result<absl::Duration> NaiveState::Take(std::string_view name,
                                                     const TokenBucket& bucket,
                                                     int64_t count) {
  BEGIN_OPERATION(CheckTake(name, bucket, count));
  const absl::Duration interval = absl::Microseconds(bucket.interval_us());
  absl::Time& full_at = full_at_[std::string(name)];
  const absl::Time next =
      std::clamp(full_at, now_(), now_() + bucket.burst * interval) +
      count * interval;
  const absl::Duration wait = next - bucket.burst * interval - now_();
  if (wait > absl::ZeroDuration()) co_return wait;
  full_at = next;
  co_return absl::ZeroDuration();
}

}  // namespace backlinks::state::testing_state
