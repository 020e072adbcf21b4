// A SharedState whose values and leases fail or wait as a test wants.
#ifndef BACKLINKS_TESTS_CACHE_FRAGILE_STATE_H_
#define BACKLINKS_TESTS_CACHE_FRAGILE_STATE_H_

#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "boost/asio/as_tuple.hpp"
#include "boost/asio/awaitable.hpp"
#include "boost/asio/post.hpp"
#include "boost/asio/this_coro.hpp"
#include "boost/asio/use_awaitable.hpp"
#include "tests/support/state/naive_state.h"

namespace backlinks::cache::testing_cache {

class FragileState final : public state::testing_state::NaiveState {
 public:
  using NaiveState::NaiveState;

  // The error of an operation, which then has no effect: "get", "put",
  // "acquire", "extend", "release". Called on any thread.
  std::function<absl::Status(std::string_view)> fail;

  std::vector<std::string> operations() const {
    const std::lock_guard lock(mutex_);
    return operations_;
  }

  Result<std::optional<state::StoredValue>> GetValue(
      std::string_view key) override {
    const absl::Status error = co_await Begin("get");
    if (!error.ok()) co_return error;
    co_return co_await NaiveState::GetValue(key);
  }
  boost::asio::awaitable<absl::Status> PutValue(
      std::string_view key, std::string_view bytes,
      absl::Duration time_to_live) override {
    const absl::Status error = co_await Begin("put");
    if (!error.ok()) co_return error;
    co_return co_await NaiveState::PutValue(key, bytes, time_to_live);
  }
  Result<state::LeaseHold> AcquireLease(std::string_view name,
                                        std::string_view token,
                                        absl::Duration duration) override {
    const absl::Status error = co_await Begin("acquire");
    if (!error.ok()) co_return error;
    co_return co_await NaiveState::AcquireLease(name, token, duration);
  }
  Result<bool> ExtendLease(std::string_view name, std::string_view token,
                           absl::Duration duration) override {
    const absl::Status error = co_await Begin("extend");
    if (!error.ok()) co_return error;
    co_return co_await NaiveState::ExtendLease(name, token, duration);
  }
  Result<bool> ReleaseLease(std::string_view name,
                            std::string_view token) override {
    const absl::Status error = co_await Begin("release");
    if (!error.ok()) co_return error;
    co_return co_await NaiveState::ReleaseLease(name, token);
  }

 private:
  // Lets other handlers run, as a real state does.
  boost::asio::awaitable<absl::Status> Begin(std::string_view operation) {
    const auto executor = co_await boost::asio::this_coro::executor;
    co_await boost::asio::post(
        executor, boost::asio::as_tuple(boost::asio::use_awaitable));
    const std::lock_guard lock(mutex_);
    operations_.emplace_back(operation);
    co_return fail ? fail(operation) : absl::OkStatus();
  }

  mutable std::mutex mutex_;
  std::vector<std::string> operations_;
};

}  // namespace backlinks::cache::testing_cache

#endif  // BACKLINKS_TESTS_CACHE_FRAGILE_STATE_H_
