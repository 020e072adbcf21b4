// Idle connections that are kept for later requests.
//
// Threads: one executor.
#ifndef BACKLINKS_SERVICE_EXCHANGE_CONNECTION_POOL_H_
#define BACKLINKS_SERVICE_EXCHANGE_CONNECTION_POOL_H_

#include <cstddef>
#include <memory>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "service/exchange/connection.h"
#include "service/model/steady_time.h"

namespace backlinks::exchange {

class ConnectionPool {
 public:
  ConnectionPool(size_t max_idle, absl::Duration max_idle_time)
      : max_idle_(max_idle), max_idle_time_(max_idle_time) {}

  // Returns the most recently used connection that is still open, or null.
  std::unique_ptr<Connection> Take() {
    while (!idle_.empty()) {
      Idle idle = std::move(idle_.back());
      idle_.pop_back();
      if (SteadyTime::Now() - idle.since < max_idle_time_ &&
          idle.connection->IsQuiet()) {
        return std::move(idle.connection);
      }
    }
    return nullptr;
  }

  // Closes the connection if the pool is full.
  void Keep(std::unique_ptr<Connection> connection) {
    if (idle_.size() >= max_idle_) return;
    idle_.push_back({std::move(connection), SteadyTime::Now()});
  }

 private:
  struct Idle {
    std::unique_ptr<Connection> connection;
    SteadyTime since;
  };
  const size_t max_idle_;
  const absl::Duration max_idle_time_;
  std::vector<Idle> idle_;
};

}  // namespace backlinks::exchange

#endif  // BACKLINKS_SERVICE_EXCHANGE_CONNECTION_POOL_H_
