// What callers may spend: counters, and the reservations on them.
//
// A counter is the sum of the amounts settled or reserved on it. A reservation
// is added to all its counters before a request, for the highest price, and
// settled to the real price afterwards.
//
// Units: whole units of the upstream, 0 to kMaxAmount. The sums stay below
//        2^53, so that the doubles of Redis' scripts are exact.
#ifndef BACKLINKS_SERVICE_STATE_BUDGET_H_
#define BACKLINKS_SERVICE_STATE_BUDGET_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/time/time.h"

namespace backlinks::state {

inline constexpr int64_t kMaxAmount = 1'000'000'000'000;
// The limit of counters without one.
inline constexpr int64_t kNoLimit = 9'000'000'000'000'000;
inline constexpr size_t kMaxCounters = 16;  // Of one reservation.

// A counter that a reservation is added to.
struct Counter {
  // Contains the period, for example "seo-dashboard/2026-11-30": a name is not
  // used again once its counter has expired.
  std::string name;
  // The sum that a reservation must not exceed, 0 to kNoLimit.
  int64_t limit = kNoLimit;
  // From this time on the counter reads as 0, and its reservations are
  // forgotten. Reserve fails with INVALID_ARGUMENT, and changes nothing, if it
  // is before the end of the reservation's lease by the backend's clock: what
  // was spent would not be recorded. The latest one that a counter was given
  // counts.
  absl::Time expires_at;
};

struct Reservation {
  // Unique; MakeRandomId() makes one. The caller chooses it, so that it can
  // repeat or settle a reservation whose result it did not receive.
  std::string id;
  int64_t amount = 0;
  // From 1 to kMaxCounters, with different names.
  std::vector<Counter> counters;
  // How long the amount counts as reserved. A reservation that has not been
  // settled by then (its server crashed) counts as spent.
  absl::Duration lease;
};

// The first counter, in the order of the reservation, whose limit the amount
// would exceed.
struct ExceededCounter {
  size_t index = 0;  // In Reservation::counters.
  int64_t used = 0;  // Spent and reserved, without the amount.
};

struct CounterUse {
  int64_t spent = 0;     // Settled, or reserved by a lease that has ended.
  int64_t reserved = 0;  // By leases that have not ended.

  int64_t used() const { return spent + reserved; }
  bool operator==(const CounterUse&) const = default;
};

}  // namespace backlinks::state

#endif  // BACKLINKS_SERVICE_STATE_BUDGET_H_
