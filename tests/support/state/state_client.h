// Calls a SharedState from a test and waits for each result.
//
// Each method fails the test if the operation fails or takes 60 seconds.
#ifndef BACKLINKS_TESTS_SUPPORT_STATE_STATE_CLIENT_H_
#define BACKLINKS_TESTS_SUPPORT_STATE_STATE_CLIENT_H_

#include <chrono>
#include <cstdint>
#include <exception>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "boost/asio/awaitable.hpp"
#include "boost/asio/co_spawn.hpp"
#include "boost/asio/io_context.hpp"
#include "gtest/gtest.h"
#include "service/state/shared_state.h"

namespace backlinks::state::testing_state {

// A reservation on these counters, with a new id and a lease of an hour.
Reservation ReservationOf(int64_t amount, std::vector<Counter> counters);

class StateClient {
 public:
  explicit StateClient(SharedState& state) : state_(&state) {}

  SharedState& state() { return *state_; }

  // Runs an operation, and returns its result whatever it is.
  template <typename T>
  T Run(boost::asio::awaitable<T> operation);

  std::optional<StoredValue> Get(std::string_view key);
  // Returns the bytes of a value, or "(none)".
  std::string GetBytes(std::string_view key);
  void Put(std::string_view key, std::string_view bytes,
           absl::Duration time_to_live);
  LeaseHold Acquire(std::string_view name, std::string_view token,
                    absl::Duration duration);
  bool Extend(std::string_view name, std::string_view token,
              absl::Duration duration);
  bool Release(std::string_view name, std::string_view token);
  std::optional<ExceededCounter> Reserve(const Reservation& reservation);
  bool Settle(std::string_view id, int64_t amount);
  CounterUse Use(const std::string& counter);
  absl::Duration Take(std::string_view name, const TokenBucket& bucket,
                      int64_t count = 1);

 private:
  template <typename T>
  T Succeed(SharedState::Result<T> operation);

  SharedState* state_;
  boost::asio::io_context io_;
};

template <typename T>
T StateClient::Run(boost::asio::awaitable<T> operation) {
  std::optional<T> result;
  boost::asio::co_spawn(io_, std::move(operation),
                        [&result](const std::exception_ptr& error, T value) {
                          EXPECT_FALSE(error);
                          result = std::move(value);
                        });
  io_.restart();
  io_.run_for(std::chrono::seconds(60));
  EXPECT_TRUE(result.has_value());
  return result ? *std::move(result) : T();
}

}  // namespace backlinks::state::testing_state

#endif  // BACKLINKS_TESTS_SUPPORT_STATE_STATE_CLIENT_H_
