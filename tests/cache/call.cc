#include "tests/cache/call.h"

#include <exception>
#include <utility>

#include "boost/asio/as_tuple.hpp"
#include "boost/asio/bind_cancellation_slot.hpp"
#include "boost/asio/co_spawn.hpp"
#include "boost/asio/post.hpp"
#include "boost/asio/steady_timer.hpp"
#include "boost/asio/this_coro.hpp"
#include "boost/asio/use_awaitable.hpp"
#include "gtest/gtest.h"
#include "service/common/status/status.h"

namespace backlinks::cache::testing_cache {

namespace asio = boost::asio;

HttpRequest RequestFor(const std::string& target,
                       std::optional<absl::Duration> max_cache_age) {
  HttpRequest request;
  request.target = Secret(target);
  request.redacted_target = target;
  request.max_cache_age = max_cache_age;
  return request;
}

Call::Call(const asio::any_io_executor& executor,
           exchange::HttpExchange& exchange, HttpRequest request,
           Options options) {
  state_->executor = executor;
  state_->request = std::move(request);
  state_->options = options;
  asio::co_spawn(executor, Run(state_, exchange),
                 asio::bind_cancellation_slot(
                     state_->cancel.slot(),
                     [state = state_](const std::exception_ptr& error) {
                       EXPECT_FALSE(error);
                     }));
}

void Call::Cancel() {
  asio::post(state_->executor, [state = state_] {
    if (!state->ended) state->cancel.emit(asio::cancellation_type::terminal);
  });
}

asio::awaitable<void> Call::Run(std::shared_ptr<State> state,
                                exchange::HttpExchange& exchange) {
  co_await asio::this_coro::throw_if_cancelled(false);
  state->request.attempts = &state->records;
  auto response = co_await exchange.Send(
      state->request, state->options.deadline, state->attempts);
  state->status = response.status();
  if (response.ok()) {
    state->head = (*response)->head();
    state->cached_at = (*response)->cached_at();
    state->status = co_await ReadAll(*state, **response);
    state->ended_by_close = (*response)->ended_by_close();
    state->received_bytes = (*response)->received_bytes();
    *response = nullptr;
  }
  state->ended = true;
}

asio::awaitable<absl::Status> Call::ReadAll(State& state,
                                            exchange::HttpResponse& response) {
  asio::steady_timer timer(co_await asio::this_coro::executor);
  for (size_t i = 0; i < state.options.max_pieces; ++i) {
    const auto piece = co_await response.Read();
    if (!piece.ok()) co_return piece.status();
    if (piece->empty()) co_return absl::OkStatus();
    EXPECT_LE(piece->size(), 64 << 10);
    // Lets the fetch continue, while the piece must remain valid.
    timer.expires_after(absl::ToChronoNanoseconds(state.options.pace));
    co_await timer.async_wait(asio::as_tuple(asio::use_awaitable));
    state.body += *piece;
  }
  co_return absl::CancelledError("the reader wants no more");
}

}  // namespace backlinks::cache::testing_cache
