#include "service/state/redis/outcome_wait.h"

#include <utility>

#include "boost/asio/as_tuple.hpp"
#include "boost/asio/post.hpp"
#include "boost/asio/use_awaitable.hpp"

namespace backlinks::state::redis {

namespace asio = boost::asio;

OutcomeWait::OutcomeWait(const asio::any_io_executor& executor)
    : timer_(executor, asio::steady_timer::time_point::max()),
      link_(std::make_shared<Link>()) {
  link_->wait = this;
}

OutcomeWait::~OutcomeWait() {
  const std::lock_guard lock(link_->mutex);
  link_->wait = nullptr;
}

absl::AnyInvocable<void(Outcome)> OutcomeWait::Callback() {
  return [link = link_](Outcome outcome) {
    // The wait, and so its executor, is there at least until the end of this.
    const std::lock_guard lock(link->mutex);
    if (link->wait == nullptr) return;
    asio::post(link->wait->timer_.get_executor(),
               [link, outcome = std::move(outcome)]() mutable {
                 if (link->wait == nullptr) return;
                 link->wait->outcome_ = std::move(outcome);
                 link->wait->timer_.cancel();
               });
  };
}

asio::awaitable<std::optional<Outcome>> OutcomeWait::Await() {
  if (!outcome_) {
    co_await timer_.async_wait(asio::as_tuple(asio::use_awaitable));
  }
  co_return std::move(outcome_);
}

}  // namespace backlinks::state::redis
