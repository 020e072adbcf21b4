// Idle connections that are kept for later requests, and closed when they have
// been idle for too long.
//
// Threads: one executor.
// Life:    owned by shared pointers; its timer does not keep it alive.
#ifndef BACKLINKS_SERVICE_EXCHANGE_CONNECTION_POOL_H_
#define BACKLINKS_SERVICE_EXCHANGE_CONNECTION_POOL_H_

#include <cstddef>
#include <deque>
#include <memory>
#include <utility>

#include "absl/time/time.h"
#include "boost/asio/any_io_executor.hpp"
#include "boost/asio/steady_timer.hpp"
#include "boost/system/error_code.hpp"
#include "service/exchange/connection.h"
#include "service/model/steady_time.h"

namespace backlinks::exchange {

class ConnectionPool : public std::enable_shared_from_this<ConnectionPool> {
 public:
  ConnectionPool(const boost::asio::any_io_executor& executor, size_t max_idle,
                 absl::Duration max_idle_time)
      : max_idle_(max_idle), max_idle_time_(max_idle_time), timer_(executor) {}

  // Returns the most recently used connection that is still open, or null.
  std::unique_ptr<Connection> Take() {
    while (!idle_.empty()) {
      Idle idle = std::move(idle_.back());
      idle_.pop_back();
      if (RestOf(idle) > absl::ZeroDuration() && idle.connection->IsQuiet()) {
        return std::move(idle.connection);
      }
    }
    return nullptr;
  }

  // Closes the connection if the pool is full.
  void Keep(std::unique_ptr<Connection> connection) {
    if (idle_.size() >= max_idle_) return;
    idle_.push_back({std::move(connection), SteadyTime::Now()});
    if (!is_waiting_) CloseExpired();
  }

 private:
  struct Idle {
    std::unique_ptr<Connection> connection;
    SteadyTime since;
  };

  absl::Duration RestOf(const Idle& idle) const {
    return max_idle_time_ - (SteadyTime::Now() - idle.since);
  }

  // Closes the connections that have been idle for too long, now and later,
  // until none is left.
  void CloseExpired() {
    while (!idle_.empty() && RestOf(idle_.front()) <= absl::ZeroDuration()) {
      idle_.pop_front();
    }
    is_waiting_ = !idle_.empty();
    if (!is_waiting_) return;
    timer_.expires_after(absl::ToChronoNanoseconds(RestOf(idle_.front())));
    timer_.async_wait(
        [weak = weak_from_this()](const boost::system::error_code& /*error*/) {
          if (const auto self = weak.lock()) self->CloseExpired();
        });
  }

  const size_t max_idle_;
  const absl::Duration max_idle_time_;
  std::deque<Idle> idle_;  // In the order in which they were kept.
  boost::asio::steady_timer timer_;
  bool is_waiting_ = false;  // For the first of them.
};

}  // namespace backlinks::exchange

#endif  // BACKLINKS_SERVICE_EXCHANGE_CONNECTION_POOL_H_
