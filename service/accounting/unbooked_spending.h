// What callers have spent while the shared state was unavailable, until it can
// be added to their counters there.
//
// Order:   one coroutine adds one sum after the other, again and again until
//          the state accepts it. A sum is added once, whatever fails.
// Memory:  one sum for each caller and day.
// Loss:    what is not booked when the process ends is lost.
// Threads: every method may be called from any thread. The object must outlive
//          the coroutine that Add has started.
#ifndef BACKLINKS_SERVICE_ACCOUNTING_UNBOOKED_SPENDING_H_
#define BACKLINKS_SERVICE_ACCOUNTING_UNBOOKED_SPENDING_H_

#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "boost/asio/any_io_executor.hpp"
#include "boost/asio/awaitable.hpp"
#include "service/common/backoff/backoff.h"
#include "service/model/query.h"
#include "service/state/shared_state.h"

namespace backlinks::accounting {

class UnbookedSpending {
 public:
  // The state must outlive the object. `retry` has the pauses between attempts.
  UnbookedSpending(state::SharedState& state, const BackoffPolicy& retry)
      : state_(state), retry_(retry) {}

  // The caller has spent `price` in the periods that contain `time`.
  void Add(const boost::asio::any_io_executor& executor,
           std::string_view caller, absl::Time time, MilliPrice price);

  // The sum over all callers.
  MilliPrice total() const;

 private:
  using Key = std::pair<std::string, absl::CivilDay>;

  boost::asio::awaitable<void> BookAll();
  boost::asio::awaitable<void> Book(Key key, MilliPrice price);

  state::SharedState& state_;
  const BackoffPolicy retry_;
  mutable std::mutex mutex_;
  std::map<Key, MilliPrice> sums_;
  MilliPrice in_progress_ = 0;  // Of the sum that is being added.
  bool is_booking_ = false;     // Whether the coroutine runs.
};

}  // namespace backlinks::accounting

#endif  // BACKLINKS_SERVICE_ACCOUNTING_UNBOOKED_SPENDING_H_
