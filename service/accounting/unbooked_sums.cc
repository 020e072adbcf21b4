#include "service/accounting/unbooked_sums.h"

#include <algorithm>
#include <cstdint>

#include "boost/asio/co_spawn.hpp"
#include "boost/asio/detached.hpp"
#include "boost/asio/this_coro.hpp"
#include "service/accounting/pause.h"
#include "service/state/random_id.h"

namespace backlinks::accounting {
namespace {

namespace asio = boost::asio;

// The reservation is never settled, so it counts as spent from then on: a
// single step, which may be repeated.
constexpr absl::Duration kMinLease = absl::Milliseconds(1);

// The counters of the day and of its month.
absl::Time AnyTimeOf(absl::CivilDay day) {
  return absl::FromCivil(day, absl::UTCTimeZone());
}

}  // namespace

void UnbookedSums::Add(const asio::any_io_executor& executor,
                       std::string_view caller, absl::Time time,
                       MilliPrice price) {
  if (price == 0) return;
  const absl::CivilDay day = absl::ToCivilDay(time, absl::UTCTimeZone());
  {
    const std::lock_guard lock(mutex_);
    sums_[{std::string(caller), day}] += price;
    if (std::exchange(is_booking_, true)) return;
  }
  // Without the lock: on its own executor, it begins at once.
  asio::co_spawn(executor, BookAll(), asio::detached);
}

MilliPrice UnbookedSums::total() const {
  const std::lock_guard lock(mutex_);
  MilliPrice total = in_progress_;
  for (const auto& [key, sum] : sums_) total += sum;
  return total;
}

asio::awaitable<void> UnbookedSums::BookAll() {
  co_await asio::this_coro::throw_if_cancelled(false);
  while (true) {
    Key key;
    MilliPrice price = 0;
    {
      const std::lock_guard lock(mutex_);
      in_progress_ = 0;
      is_booking_ = !sums_.empty();
      if (!is_booking_) co_return;
      auto& [next, sum] = *sums_.begin();
      key = next;
      price = in_progress_ = std::min(sum, state::kMaxAmount);
      sum -= price;
      if (sum == 0) sums_.erase(sums_.begin());
    }
    co_await Book(std::move(key), price);
  }
}

asio::awaitable<void> UnbookedSums::Book(Key key, MilliPrice price) {
  const state::Reservation reservation = {
      .id = state::MakeRandomId(),
      .amount = price,
      .counters = CountersAt(AnyTimeOf(key.second), account_, key.first),
      .lease = kMinLease};
  for (int64_t attempt = 0;; ++attempt) {
    const auto reserved = co_await state_.Reserve(reservation);
    if (reserved.ok()) co_return;
    co_await Pause(Backoff(retry_, attempt));
  }
}

}  // namespace backlinks::accounting
