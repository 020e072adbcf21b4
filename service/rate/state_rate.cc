#include "service/rate/state_rate.h"

#include <algorithm>
#include <utility>

#include "boost/asio/co_spawn.hpp"
#include "boost/asio/detached.hpp"
#include "boost/asio/post.hpp"
#include "boost/asio/this_coro.hpp"

namespace backlinks::rate {
namespace {

namespace asio = boost::asio;

state::TokenBucket TokenBucketOf(const exchange::RateLimit& limit) {
  const exchange::SharedBucket bucket = exchange::SharedBucketOf(limit);
  return {
      .tokens = bucket.tokens, .window = bucket.window, .burst = bucket.burst};
}

}  // namespace

StateRate::StateRate(asio::any_io_executor executor, state::SharedState& state,
                     StateRateOptions options)
    : executor_(std::move(executor)),
      state_(state),
      options_(std::move(options)),
      bucket_(TokenBucketOf(options_.limit)) {}

// Only posts, because co_spawn would begin at once on the executor itself.
void StateRate::Take(OnAnswer on_answer) {
  asio::post(executor_, [self = shared_from_this(),
                         on_answer = std::move(on_answer)]() mutable {
    const asio::any_io_executor executor = self->executor_;
    asio::co_spawn(executor, Ask(std::move(self), std::move(on_answer)),
                   asio::detached);
  });
}

void StateRate::OnAvailability(const absl::Status& status) {
  if (options_.on_availability) options_.on_availability(status);
}

asio::awaitable<void> StateRate::Ask(std::shared_ptr<StateRate> self,
                                     OnAnswer on_answer) {
  co_await asio::this_coro::throw_if_cancelled(false);
  auto wait = co_await self->state_.Take(self->options_.name, self->bucket_, 1);
  if (wait.ok() && *wait > absl::ZeroDuration()) *wait += self->Jitter();
  on_answer(std::move(wait));
}

absl::Duration StateRate::Jitter() {
  const absl::Duration max =
      std::min(bucket_.window / bucket_.tokens / 10, kMaxJitter);
  return max * absl::Uniform(random_, 0.0, 1.0);
}

}  // namespace backlinks::rate
