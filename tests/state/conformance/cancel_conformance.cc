#include <chrono>
#include <exception>
#include <functional>

#include "absl/status/status.h"
#include "boost/asio/awaitable.hpp"
#include "boost/asio/bind_cancellation_slot.hpp"
#include "boost/asio/cancellation_signal.hpp"
#include "boost/asio/co_spawn.hpp"
#include "boost/asio/io_context.hpp"
#include "boost/asio/post.hpp"
#include "boost/asio/this_coro.hpp"
#include "boost/asio/use_awaitable.hpp"
#include "gtest/gtest.h"
#include "tests/state/conformance/state_conformance.h"

namespace backlinks::state::testing_state {
namespace {

namespace asio = boost::asio;

// Reserves in a coroutine that is cancelled before, if `yield`, or while the
// operation runs. Returns its status.
absl::Status ReserveAndCancel(SharedState& state,
                              const Reservation& reservation, bool yield) {
  asio::io_context io;
  asio::cancellation_signal cancel;
  absl::Status status = absl::UnknownError("not run");
  const auto reserve = [&]() -> asio::awaitable<void> {
    co_await asio::this_coro::throw_if_cancelled(false);
    asio::post(io,
               [&cancel] { cancel.emit(asio::cancellation_type::terminal); });
    if (yield) co_await asio::post(asio::use_awaitable);
    const auto result = co_await state.Reserve(reservation);
    status = result.status();
  };
  asio::co_spawn(io, reserve,
                 asio::bind_cancellation_slot(
                     cancel.slot(), [](const std::exception_ptr& error) {
                       EXPECT_FALSE(error);
                     }));
  io.run_for(std::chrono::seconds(60));
  return status;
}

TEST_P(StateConformanceTest, CancelledCoroutineStartsNoOperation) {
  const Reservation reservation = ReservationOf(1, {CounterOf("day")});
  const absl::Status status =
      ReserveAndCancel(client_.state(), reservation, true);
  EXPECT_TRUE(absl::IsCancelled(status)) << status;
  EXPECT_EQ(client_.Use("day"), (CounterUse{0, 0}));
}

TEST_P(StateConformanceTest, CancelledOperationCanBeSettled) {
  for (int i = 0; i < 20; ++i) {
    const Reservation reservation = ReservationOf(1, {CounterOf("day")});
    const absl::Status status =
        ReserveAndCancel(client_.state(), reservation, false);
    EXPECT_TRUE(status.ok() || absl::IsCancelled(status)) << status;
    // A cancelled reservation may still arrive, but is never spent.
    const bool settled = client_.Settle(reservation.id, 0);
    EXPECT_TRUE(settled || !status.ok());
    EXPECT_EQ(client_.Use("day").spent, 0);
  }
}

}  // namespace
}  // namespace backlinks::state::testing_state
