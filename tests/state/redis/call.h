// Runs one coroutine of a test, and waits for it.
#ifndef BACKLINKS_TESTS_STATE_REDIS_CALL_H_
#define BACKLINKS_TESTS_STATE_REDIS_CALL_H_

#include <chrono>
#include <exception>
#include <memory>
#include <optional>
#include <utility>

#include "boost/asio/awaitable.hpp"
#include "boost/asio/co_spawn.hpp"
#include "boost/asio/io_context.hpp"
#include "gtest/gtest.h"
#include "service/state/redis/client.h"
#include "service/state/redis/command.h"

namespace backlinks::state::redis::testing_redis {

// Fails the test if it throws or takes 60 seconds.
template <typename T>
T Await(boost::asio::awaitable<T> operation) {
  std::optional<T> result;
  boost::asio::io_context io;
  boost::asio::co_spawn(io, std::move(operation),
                        [&result](const std::exception_ptr& error, T value) {
                          EXPECT_FALSE(error);
                          result = std::move(value);
                        });
  io.run_for(std::chrono::seconds(60));
  EXPECT_TRUE(result.has_value());
  return result ? *std::move(result) : T();
}

inline Outcome Call(Client& client, const Command& command) {
  return Await(client.Call(command));
}

}  // namespace backlinks::state::redis::testing_redis

#endif  // BACKLINKS_TESTS_STATE_REDIS_CALL_H_
