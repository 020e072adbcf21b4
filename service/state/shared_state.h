// What the replicas of the service share: cached values, leases, budgets and
// rates. The port of the component; SqliteState is the implementation for one
// machine.
//
// Every operation is atomic, and is seen by all replicas once it has returned.
// Values may be lost at any time; the rest only if the backend loses its data.
//
// Names:   keys, names, tokens and ids are any bytes, 1 to kMaxNameBytes. A
//          key, a lease, a counter and a bucket of the same name are different.
// Time:    the backend's clock decides, because the clocks of replicas differ:
//          TIME of Redis, the wall clock of the host for SQLite. Durations are
//          from 1 ms to kMaxDuration, with a resolution of 1 ms. What ends at a
//          time has ended at that time.
// Errors:  UNAVAILABLE if the backend is away, full, locked or slower than the
//          implementation's own timeout; DATA_LOSS if its data is corrupt;
//          INVALID_ARGUMENT for arguments beyond the limits, before anything
//          else happens (argument_checks.h), and for counters that expire
//          during a lease (budget.h); INTERNAL for the rest. Nothing
//          throws. After UNAVAILABLE and CANCELLED the operation may have taken
//          effect, or take effect later. All but Take may be repeated without a
//          second effect, Reserve until its Settle.
// Threads: every method may be called on any executor that runs one handler at
//          a time; the coroutine resumes there. Arguments must outlive the
//          operation, and the object all of them.
// Cancel:  terminal cancellation ends the wait with CANCELLED; a coroutine
//          that was cancelled before does not start an operation. To settle
//          what a cancelled call has reserved, spawn a coroutine of its own.
//          The coroutine must have throw_if_cancelled(false).
#ifndef BACKLINKS_SERVICE_STATE_SHARED_STATE_H_
#define BACKLINKS_SERVICE_STATE_SHARED_STATE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "boost/asio/awaitable.hpp"
#include "service/state/budget.h"
#include "service/state/token_bucket.h"

namespace backlinks::state {

inline constexpr size_t kMaxNameBytes = 1024;
inline constexpr size_t kMaxValueBytes = 16 << 20;
inline constexpr absl::Duration kMaxDuration = absl::Hours(24 * 400);

struct StoredValue {
  std::string bytes;
  absl::Duration age;  // Since PutValue, not negative.
};

struct LeaseHold {
  bool acquired = false;
  // If not acquired: the time until another's lease ends, unless it is
  // extended. Above 0.
  absl::Duration held_for;
};

class SharedState {
 public:
  template <typename T>
  using Result = boost::asio::awaitable<absl::StatusOr<T>>;

  virtual ~SharedState() = default;

  // Returns the value, or nothing if there is none, it has expired, or it was
  // removed for newer ones.
  virtual Result<std::optional<StoredValue>> GetValue(std::string_view key) = 0;
  // Stores up to kMaxValueBytes for `time_to_live`, in place of a former value.
  // The backend bounds the bytes of all values, and removes the oldest first;
  // a value above that bound is not stored, which is not an error.
  virtual boost::asio::awaitable<absl::Status> PutValue(
      std::string_view key, std::string_view bytes,
      absl::Duration time_to_live) = 0;

  // Acquires the lease `name` for the owner of `token` (MakeRandomId()), unless
  // another token holds it. An owner that acquires its lease again holds it for
  // `duration` from now.
  virtual Result<LeaseHold> AcquireLease(std::string_view name,
                                         std::string_view token,
                                         absl::Duration duration) = 0;
  // Lets the lease end `duration` from now. Returns false, and changes nothing,
  // if the token does not hold it, for example because it has ended.
  virtual Result<bool> ExtendLease(std::string_view name,
                                   std::string_view token,
                                   absl::Duration duration) = 0;
  // Ends the lease now. Returns false, and changes nothing, if the token does
  // not hold it.
  virtual Result<bool> ReleaseLease(std::string_view name,
                                    std::string_view token) = 0;

  // Adds the amount to all counters, if none of them would exceed its limit,
  // and returns nothing. Otherwise changes nothing, and returns the first that
  // would. If the id is already reserved, and not settled, changes nothing and
  // returns nothing, whatever the other members are.
  virtual Result<std::optional<ExceededCounter>> Reserve(
      const Reservation& reservation) = 0;
  // Replaces the reserved amount by the one that was spent, 0 to kMaxAmount,
  // which may be higher, even above a limit. Counters that have expired stay as
  // they are. Returns false, and changes nothing, if there is no reservation
  // with this id: it was settled before, all its counters have expired, or the
  // backend has lost it.
  //
  // After the end of its lease a reservation counts as spent, but can still be
  // settled: the upstream's account is the truth, and a response that took
  // longer than the lease has a price like any other.
  virtual Result<bool> Settle(std::string_view id, int64_t amount) = 0;
  // Returns the use of each counter, in the order of the names: 0 to
  // kMaxReadCounters, which may repeat. Unknown ones read as 0.
  virtual Result<std::vector<CounterUse>> ReadCounters(
      const std::vector<std::string>& names) = 0;
  static constexpr size_t kMaxReadCounters = 10'000;

  // Takes `count` tokens, 1 to the bucket's burst, and returns 0; or takes
  // nothing and returns the time until there will be as many, unless others
  // take them: callers wait, and call again.
  virtual Result<absl::Duration> Take(std::string_view name,
                                      const TokenBucket& bucket,
                                      int64_t count) = 0;
};

}  // namespace backlinks::state

#endif  // BACKLINKS_SERVICE_STATE_SHARED_STATE_H_
