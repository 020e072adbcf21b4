#include "service/edge/kept_coroutines.h"

#include <chrono>
#include <new>
#include <stdexcept>

#include "boost/asio/post.hpp"
#include "boost/asio/steady_timer.hpp"
#include "boost/asio/this_coro.hpp"
#include "boost/asio/use_awaitable.hpp"
#include "gtest/gtest.h"

namespace backlinks::edge {
namespace {

namespace asio = boost::asio;

asio::awaitable<void> Sleep() {
  asio::steady_timer timer(co_await asio::this_coro::executor,
                           std::chrono::milliseconds(1));
  co_await timer.async_wait(asio::use_awaitable);
}

TEST(KeptCoroutines, StartsAgainWhatAnExceptionEnds) {
  KeptCoroutines kept;
  asio::io_context io;
  int starts = 0;
  int others = 0;
  kept.Add([&io, &starts]() -> asio::awaitable<void> {
    if (++starts % 2 == 0) throw std::bad_alloc();  // At once.
    co_await Sleep();
    if (starts < 9) throw std::runtime_error("later");
    io.stop();
  });
  kept.Add([&others]() -> asio::awaitable<void> {
    ++others;
    co_await Sleep();
  });
  kept.Run(io);
  EXPECT_EQ(starts, 9);
  EXPECT_EQ(others, 1) << "only what has ended";
}

TEST(KeptCoroutines, TriesAgainUntilAStartSucceeds) {
  KeptCoroutines kept;
  asio::io_context io;
  int starts = 0;
  bool has_run = false;
  kept.Add([&io, &starts, &has_run] {
    if (++starts < 5) throw std::bad_alloc();
    has_run = true;
    io.stop();
    return Sleep();
  });
  kept.Run(io);
  EXPECT_TRUE(has_run);
  EXPECT_EQ(starts, 5);
}

TEST(KeptCoroutines, OutlivesHandlersThatThrow) {
  KeptCoroutines kept;
  asio::io_context io;
  int rounds = 0;
  kept.Add([&io, &rounds]() -> asio::awaitable<void> {
    for (; rounds < 5; ++rounds) {
      asio::post(io, [] { throw std::bad_alloc(); });
      co_await Sleep();
    }
    io.stop();
  });
  kept.Run(io);
  EXPECT_EQ(rounds, 5);
}

TEST(KeptCoroutines, EndsIfItIsStopped) {
  KeptCoroutines kept;
  asio::io_context io;
  kept.Add([&io]() -> asio::awaitable<void> {
    io.stop();
    while (true) co_await Sleep();
  });
  kept.Run(io);
}

}  // namespace
}  // namespace backlinks::edge
