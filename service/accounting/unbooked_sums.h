// Prices that are to be added to the counters of callers in the shared state,
// until it is available: what callers have spent while it was not, and what the
// cache saved them.
//
// Order:   one coroutine adds one sum after the other, again and again until
//          the state accepts it. A sum is added once, whatever fails.
// Memory:  one sum for each caller and day.
// Loss:    what is not booked when the process ends is lost.
// Threads: every method may be called from any thread. The object must outlive
//          the coroutine that Add has started.
#ifndef BACKLINKS_SERVICE_ACCOUNTING_UNBOOKED_SUMS_H_
#define BACKLINKS_SERVICE_ACCOUNTING_UNBOOKED_SUMS_H_

#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "boost/asio/any_io_executor.hpp"
#include "boost/asio/awaitable.hpp"
#include "service/accounting/spending_counters.h"
#include "service/common/backoff/backoff.h"
#include "service/model/query.h"
#include "service/state/shared_state.h"

namespace backlinks::accounting {

class UnbookedSums {
 public:
  // The state must outlive the object. `retry` has the pauses between attempts.
  UnbookedSums(state::SharedState& state, Account account,
               const BackoffPolicy& retry)
      : state_(state), account_(account), retry_(retry) {}

  // Adds `price` to the caller's counters of the periods that contain `time`.
  void Add(const boost::asio::any_io_executor& executor,
           std::string_view caller, absl::Time time, MilliPrice price);

  // The sum over all callers.
  MilliPrice total() const;

 private:
  using Key = std::pair<std::string, absl::CivilDay>;

  boost::asio::awaitable<void> BookAll();
  boost::asio::awaitable<void> Book(Key key, MilliPrice price);

  state::SharedState& state_;
  const Account account_;
  const BackoffPolicy retry_;
  mutable std::mutex mutex_;
  std::map<Key, MilliPrice> sums_;
  MilliPrice in_progress_ = 0;  // Of the sum that is being added.
  bool is_booking_ = false;     // Whether the coroutine runs.
};

}  // namespace backlinks::accounting

#endif  // BACKLINKS_SERVICE_ACCOUNTING_UNBOOKED_SUMS_H_
