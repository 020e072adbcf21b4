#include "service/state/redis/outcome_wait.h"

#include <optional>
#include <string>
#include <thread>
#include <utility>

#include "boost/asio/awaitable.hpp"
#include "boost/asio/io_context.hpp"
#include "boost/asio/this_coro.hpp"
#include "gtest/gtest.h"
#include "tests/state/redis/call.h"

namespace backlinks::state::redis::testing_redis {
namespace {

namespace asio = boost::asio;

Outcome OutcomeOf(const std::string& text) {
  return {Reply{.type = Reply::Type::kStatus, .text = text}};
}

// Waits for a callback that another thread calls.
asio::awaitable<std::string> WaitForAnotherThread() {
  const auto executor = co_await asio::this_coro::executor;
  OutcomeWait wait(executor);
  std::thread other(
      [callback = wait.Callback()]() mutable { callback(OutcomeOf("done")); });
  const auto outcome = co_await wait.Await();
  other.join();
  co_return outcome ? outcome->reply->text : "cancelled";
}

TEST(OutcomeWait, EndsWithTheCallback) {
  for (int i = 0; i < 100; ++i) {
    EXPECT_EQ(Await(WaitForAnotherThread()), "done");
  }
}

TEST(OutcomeWait, CallbackAfterItsEndDoesNotUseTheExecutor) {
  std::optional<asio::io_context> io(std::in_place);
  std::optional<OutcomeWait> wait(std::in_place, io->get_executor());
  auto callback = wait->Callback();
  wait.reset();
  io.reset();
  callback(OutcomeOf("late"));
}

TEST(OutcomeWait, EndsBetweenTheCallbackAndItsHandler) {
  asio::io_context io;
  std::optional<OutcomeWait> wait(std::in_place, io.get_executor());
  wait->Callback()(OutcomeOf("late"));
  wait.reset();
  EXPECT_EQ(io.run(), 1);
}

}  // namespace
}  // namespace backlinks::state::redis::testing_redis
