#include "service/cache/page_lease.h"

#include <string>
#include <utility>

#include "absl/status/status.h"
#include "boost/asio/as_tuple.hpp"
#include "boost/asio/co_spawn.hpp"
#include "boost/asio/detached.hpp"
#include "boost/asio/steady_timer.hpp"
#include "boost/asio/use_awaitable.hpp"
#include "service/state/random_id.h"

namespace backlinks::cache {

namespace asio = boost::asio;

// Lives until the last operation ends.
struct PageLease::Shared {
  asio::any_io_executor executor;
  state::SharedState& state;
  CacheObserver& observer;
  std::string name;
  std::string token;
  absl::Duration duration;
  asio::steady_timer timer;
  bool is_released = false;
};

PageLease::PageLease(const asio::any_io_executor& executor,
                     state::SharedState& state, CacheObserver& observer,
                     std::string_view key, absl::Duration duration)
    : shared_(new Shared{.executor = executor,
                         .state = state,
                         .observer = observer,
                         .name = std::string(key),
                         .token = state::MakeRandomId(),
                         .duration = duration,
                         .timer = asio::steady_timer(executor)}) {}

asio::awaitable<PageLease::Outcome> PageLease::Acquire() {
  Shared& shared = *shared_;
  const auto hold = co_await shared.state.AcquireLease(
      shared.name, shared.token, shared.duration);
  if (!hold.ok()) {
    // It may have taken effect all the same.
    is_acquired_ = true;
    Release();
    if (!absl::IsCancelled(hold.status())) {
      shared.observer.OnStateFailure(hold.status());
    }
    co_return Outcome::kFailed;
  }
  if (!hold->acquired) co_return Outcome::kHeld;
  is_acquired_ = true;
  asio::co_spawn(shared.executor, Keep(shared_), asio::detached);
  co_return Outcome::kAcquired;
}

void PageLease::Release() {
  if (!is_acquired_) return;
  is_acquired_ = false;
  shared_->is_released = true;
  shared_->timer.cancel();
  asio::co_spawn(shared_->executor, End(shared_), asio::detached);
}

asio::awaitable<void> PageLease::Keep(std::shared_ptr<Shared> shared) {
  co_await asio::this_coro::throw_if_cancelled(false);
  while (!shared->is_released) {
    shared->timer.expires_after(
        absl::ToChronoNanoseconds(shared->duration / 3));
    co_await shared->timer.async_wait(asio::as_tuple(asio::use_awaitable));
    if (shared->is_released) co_return;
    const auto extended = co_await shared->state.ExtendLease(
        shared->name, shared->token, shared->duration);
    if (!extended.ok()) shared->observer.OnStateFailure(extended.status());
    // Another replica fetches the page, too, which cannot be undone.
    if (extended.ok() && !*extended) co_return;
  }
}

asio::awaitable<void> PageLease::End(std::shared_ptr<Shared> shared) {
  co_await asio::this_coro::throw_if_cancelled(false);
  const auto released =
      co_await shared->state.ReleaseLease(shared->name, shared->token);
  if (!released.ok()) shared->observer.OnStateFailure(released.status());
}

}  // namespace backlinks::cache
