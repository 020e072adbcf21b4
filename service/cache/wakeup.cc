#include "service/cache/wakeup.h"

#include <algorithm>
#include <utility>

#include "absl/time/time.h"
#include "boost/asio/post.hpp"
#include "boost/asio/steady_timer.hpp"
#include "service/common/status/status.h"
#include "service/net/cancel.h"

namespace backlinks::cache {
namespace {

namespace asio = boost::asio;

// Timers cannot be set for ever.
constexpr absl::Duration kMaxWait = absl::Hours(1);

}  // namespace

// Outlives the object, because a wake may still be on its way.
struct Wakeup::Shared {
  asio::any_io_executor executor;
  asio::steady_timer timer;
  bool woken = false;
};

Wakeup::Wakeup(const asio::any_io_executor& executor)
    : shared_(new Shared{.executor = executor,
                         .timer = asio::steady_timer(executor)}) {}

std::function<void()> Wakeup::waker() const {
  return [shared = shared_] {
    asio::post(shared->executor, [shared] {
      shared->woken = true;
      shared->timer.cancel();
    });
  };
}

asio::awaitable<absl::Status> Wakeup::Wait(SteadyTime deadline) {
  asio::steady_timer& timer = shared_->timer;
  while (!shared_->woken) {
    const absl::Duration left = deadline - SteadyTime::Now();
    if (left <= absl::ZeroDuration()) {
      co_return MakeError(
          Reason::kDeadline,
          "the deadline of the call passed while waiting for a page");
    }
    timer.expires_after(absl::ToChronoNanoseconds(std::min(left, kMaxWait)));
    // A wake has the same result as a cancellation.
    co_await net::AwaitOrClose(
        [&timer](auto token) { return timer.async_wait(std::move(token)); },
        [&timer] { timer.cancel(); });
    const bool cancelled = co_await net::IsCancelled();
    if (cancelled) {
      co_return MakeError(Reason::kCancelled, "the call was cancelled");
    }
  }
  shared_->woken = false;
  co_return absl::OkStatus();
}

}  // namespace backlinks::cache
