// SharedState as simple as it can be, which the random test compares with, and
// which the suite tests like any other.
//
// It forgets nothing that has ended, and does not bound its values.
#ifndef BACKLINKS_TESTS_SUPPORT_STATE_NAIVE_STATE_H_
#define BACKLINKS_TESTS_SUPPORT_STATE_NAIVE_STATE_H_

#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "boost/asio/awaitable.hpp"
#include "service/state/shared_state.h"

namespace backlinks::state::testing_state {

class NaiveState : public SharedState {
 public:
  explicit NaiveState(std::function<absl::Time()> now) : now_(std::move(now)) {}

  Result<std::optional<StoredValue>> GetValue(std::string_view key) override;
  boost::asio::awaitable<absl::Status> PutValue(
      std::string_view key, std::string_view bytes,
      absl::Duration time_to_live) override;
  Result<LeaseHold> AcquireLease(std::string_view name, std::string_view token,
                                 absl::Duration duration) override;
  Result<bool> ExtendLease(std::string_view name, std::string_view token,
                           absl::Duration duration) override;
  Result<bool> ReleaseLease(std::string_view name,
                            std::string_view token) override;
  Result<std::optional<ExceededCounter>> Reserve(
      const Reservation& reservation) override;
  Result<bool> Settle(std::string_view id, int64_t amount) override;
  Result<std::vector<CounterUse>> ReadCounters(
      const std::vector<std::string>& names) override;
  Result<absl::Duration> Take(std::string_view name, const TokenBucket& bucket,
                              int64_t count) override;

 private:
  struct Value {
    std::string bytes;
    absl::Time stored_at;
    absl::Time ends_at;
  };
  struct Lease {
    std::string token;
    absl::Time ends_at;
  };
  // One reservation on one counter, or what it was settled to.
  struct Entry {
    std::string id;
    std::string counter;
    int64_t amount = 0;
    absl::Time lease_ends_at;
    bool settled = false;
  };

  bool Holds(std::string_view name, std::string_view token) const;
  bool IsOpen(const Entry& entry) const;
  CounterUse UseOf(const std::string& counter) const;

  const std::function<absl::Time()> now_;
  std::mutex mutex_;
  std::map<std::string, Value, std::less<>> values_;
  std::map<std::string, Lease, std::less<>> leases_;
  std::map<std::string, absl::Time, std::less<>> counter_ends_;
  std::vector<Entry> entries_;
  std::map<std::string, absl::Time, std::less<>> full_at_;
};

}  // namespace backlinks::state::testing_state

#endif  // BACKLINKS_TESTS_SUPPORT_STATE_NAIVE_STATE_H_
