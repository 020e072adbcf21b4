// A server whose requests share a rate by a real state, in a time that a test
// moves.
#ifndef BACKLINKS_TESTS_RATE_SIMULATED_SERVER_H_
#define BACKLINKS_TESTS_RATE_SIMULATED_SERVER_H_

#include <cstddef>
#include <functional>
#include <list>
#include <memory>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "boost/asio/io_context.hpp"
#include "service/exchange/rate_limiter.h"
#include "service/exchange/shared_rate.h"
#include "service/state/shared_state.h"

namespace backlinks::rate::testing_rate {

class SimulatedServer {
 public:
  // The time, and that for which an answer of the state is on its way.
  using Time = std::function<absl::Duration()>;

  // The functions and the state must outlive the server.
  SimulatedServer(state::SharedState& state, const exchange::RateLimit& limit,
                  Time now, Time latency);

  // A request comes. It has its permit, or waits.
  void Enter(const std::string& caller);
  // Request `index` of those that wait leaves.
  void LeaveWaiting(size_t index);
  // Request `index` of those with a permit was sent when it was granted, or
  // returns the permit.
  void Send(size_t index);
  void Return(size_t index);
  // Lets everything happen that is due. Returns whether there was anything.
  bool Run();

  size_t waiting() const { return waiting_.size(); }
  size_t granted() const { return granted_.size(); }
  // The moments of all that were sent, and of those with a permit.
  std::vector<absl::Duration> Sent() const;
  // Whether it ever did without the state.
  bool was_away() const { return *was_away_; }

 private:
  using Permit = std::unique_ptr<exchange::PermitRequest>;
  struct Request {
    Permit permit;
    bool is_woken = false;
    absl::Duration ask_at;
  };
  struct Granted {
    Permit permit;
    absl::Duration at;
  };
  // An answer on its way.
  struct Answer {
    absl::Duration arrives_at;
    std::function<void()> deliver;
  };
  class DelayedRate;

  void DeliverAnswers();
  bool Ask(Request& request);

  const Time now_;
  const Time latency_;
  const std::shared_ptr<bool> was_away_ = std::make_shared<bool>(false);
  boost::asio::io_context io_{1};
  std::list<Answer> answers_;
  std::shared_ptr<exchange::RateLimiter> limiter_;
  std::list<Request> waiting_;
  std::vector<Granted> granted_;
  std::vector<absl::Duration> sent_;
  bool has_changed_ = false;
};

}  // namespace backlinks::rate::testing_rate

#endif  // BACKLINKS_TESTS_RATE_SIMULATED_SERVER_H_
