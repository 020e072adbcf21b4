// The rate of requests that servers with the same state share: a token bucket
// of that state.
//
// Turns:   servers that wait for the same token ask again after a time that is
//          a little random, at most a tenth of that for one token, so that
//          each of them gets its part, however fast its way to the state is.
// Errors:  those of the state, UNAVAILABLE for example.
// Threads: Take on any thread; OnAvailability as the limiter calls it. The
//          state is used on one executor.
// Life:    an operation keeps the object until it ends, or until the executor
//          is destroyed. The state must outlive both.
#ifndef BACKLINKS_SERVICE_RATE_STATE_RATE_H_
#define BACKLINKS_SERVICE_RATE_STATE_RATE_H_

#include <functional>
#include <memory>
#include <string>

#include "absl/random/random.h"
#include "absl/status/status.h"
#include "absl/time/time.h"
#include "boost/asio/any_io_executor.hpp"
#include "boost/asio/awaitable.hpp"
#include "service/exchange/request_window.h"
#include "service/exchange/shared_rate.h"
#include "service/state/shared_state.h"
#include "service/state/token_bucket.h"

namespace backlinks::rate {

struct StateRateOptions {
  std::string name;  // Of the bucket: servers with the same name share it.
  exchange::RateLimit limit;  // Of all of them together.
  // Receives why tokens are no longer available, and OK when they are again.
  std::function<void(const absl::Status&)> on_availability;
};

// Belongs to a std::shared_ptr.
class StateRate final : public exchange::SharedRate,
                        public std::enable_shared_from_this<StateRate> {
 public:
  // The longest random time.
  static constexpr absl::Duration kMaxJitter = absl::Milliseconds(100);

  StateRate(boost::asio::any_io_executor executor, state::SharedState& state,
            StateRateOptions options);

  void Take(OnAnswer on_answer) override;
  void OnAvailability(const absl::Status& status) override;

 private:
  static boost::asio::awaitable<void> Ask(std::shared_ptr<StateRate> self,
                                          OnAnswer on_answer);
  absl::Duration Jitter();

  const boost::asio::any_io_executor executor_;
  state::SharedState& state_;
  const StateRateOptions options_;
  const state::TokenBucket bucket_;
  absl::BitGen random_;  // Used on the executor.
};

}  // namespace backlinks::rate

#endif  // BACKLINKS_SERVICE_RATE_STATE_RATE_H_
