// The names of the keys in Redis.
//
// Cluster: one of a single node only (redis_state.h). Keys with the same text
//          in braces are in one slot, and a script may use the keys of one slot
//          only. All values are in one slot and all budgets in another, because
//          a value is removed for any other, and a reservation may have any
//          counters. Leases and buckets are spread.
#ifndef BACKLINKS_SERVICE_STATE_REDIS_KEYS_H_
#define BACKLINKS_SERVICE_STATE_REDIS_KEYS_H_

#include <string>
#include <string_view>
#include <utility>

#include "fmt/format.h"

namespace backlinks::state::redis {

class Keys {
 public:
  // `prefix` has no braces.
  explicit Keys(std::string prefix) : prefix_(std::move(prefix)) {}

  std::string Value(std::string_view key) const {
    return fmt::format("{}{{value}}:of:{}", prefix_, key);
  }
  std::string ValuePuts() const { return prefix_ + "{value}:puts"; }
  std::string ValueEnds() const { return prefix_ + "{value}:ends"; }
  std::string ValueSizes() const { return prefix_ + "{value}:sizes"; }

  std::string Lease(std::string_view name) const {
    return fmt::format("{}lease:{}", prefix_, name);
  }
  std::string Bucket(std::string_view name) const {
    return fmt::format("{}bucket:{}", prefix_, name);
  }

  std::string ReservationEnds() const { return prefix_ + "{budget}:ends"; }
  std::string CounterPrefix() const { return prefix_ + "{budget}:counter:"; }
  std::string ReservationPrefix() const {
    return prefix_ + "{budget}:reservation:";
  }

 private:
  const std::string prefix_;
};

}  // namespace backlinks::state::redis

#endif  // BACKLINKS_SERVICE_STATE_REDIS_KEYS_H_
