// Two coroutines side by side.
#include "service/stream/await.h"

#include <chrono>
#include <optional>
#include <stdexcept>
#include <string>

#include "boost/asio/as_tuple.hpp"
#include "boost/asio/bind_cancellation_slot.hpp"
#include "boost/asio/cancellation_signal.hpp"
#include "boost/asio/io_context.hpp"
#include "boost/asio/post.hpp"
#include "boost/asio/steady_timer.hpp"
#include "gtest/gtest.h"

namespace backlinks::stream {
namespace {

namespace asio = boost::asio;

class AwaitFirstTest : public testing::Test {
 protected:
  // Until it is cancelled.
  asio::awaitable<void> Forever() {
    co_await asio::this_coro::throw_if_cancelled(false);
    if (++waiting_ == cancel_at_) {
      asio::post(io_,
                 [this] { cancel_.emit(asio::cancellation_type::terminal); });
    }
    asio::steady_timer timer(co_await asio::this_coro::executor,
                             asio::steady_timer::time_point::max());
    co_await timer.async_wait(asio::as_tuple(asio::use_awaitable));
    ++cancelled_;
  }

  asio::awaitable<int> ForeverAndThen(int value) {
    co_await Forever();
    co_return value;
  }

  asio::awaitable<void> Nothing() { co_return; }

  asio::awaitable<int> Give(int value) { co_return value; }

  asio::awaitable<int> ThrowInt(std::string text) {
    throw std::runtime_error(text);
    co_return 0;
  }

  asio::awaitable<void> Throw(std::string text) {
    throw std::runtime_error(text);
    co_return;
  }

  FirstEnded<int> Run(asio::awaitable<int> main, asio::awaitable<void> other) {
    std::optional<FirstEnded<int>> first;
    asio::co_spawn(io_, AwaitFirst(std::move(main), std::move(other)),
                   asio::bind_cancellation_slot(
                       cancel_.slot(), [&](const std::exception_ptr& error,
                                           FirstEnded<int> ended) {
                         if (!error) first = std::move(ended);
                       }));
    io_.run_for(std::chrono::seconds(30));
    EXPECT_TRUE(first.has_value()) << "did not end";
    return first.value_or(FirstEnded<int>());
  }

  static std::string TextOf(const std::exception_ptr& error) {
    if (!error) return "";
    try {
      std::rethrow_exception(error);
    } catch (const std::exception& e) {
      return e.what();
    }
  }

  asio::io_context io_{1};
  asio::cancellation_signal cancel_;
  int cancel_at_ = 0;  // When so many wait.
  int waiting_ = 0;
  int cancelled_ = 0;
};

TEST_F(AwaitFirstTest, AValueEndsTheOther) {
  const FirstEnded<int> first = Run(Give(7), Forever());
  EXPECT_EQ(first.value, 7);
  EXPECT_FALSE(first.error);
  EXPECT_EQ(cancelled_, 1);
}

TEST_F(AwaitFirstTest, TheOtherEndsTheFirst) {
  const FirstEnded<int> first = Run(ForeverAndThen(7), Nothing());
  EXPECT_EQ(first.value, std::nullopt);
  EXPECT_FALSE(first.error);
  EXPECT_EQ(cancelled_, 1);
}

TEST_F(AwaitFirstTest, AnExceptionOfTheFirstEndsTheOther) {
  const FirstEnded<int> first = Run(ThrowInt("first"), Forever());
  EXPECT_EQ(first.value, std::nullopt);
  EXPECT_EQ(TextOf(first.error), "first");
  EXPECT_EQ(cancelled_, 1);
}

TEST_F(AwaitFirstTest, AnExceptionOfTheOtherEndsTheFirst) {
  const FirstEnded<int> first = Run(ForeverAndThen(7), Throw("other"));
  EXPECT_EQ(first.value, std::nullopt);
  EXPECT_EQ(TextOf(first.error), "other");
  EXPECT_EQ(cancelled_, 1);
}

TEST_F(AwaitFirstTest, ACancelReachesBoth) {
  cancel_at_ = 2;
  Run(ForeverAndThen(7), Forever());
  EXPECT_EQ(cancelled_, 2);
}

}  // namespace
}  // namespace backlinks::stream
