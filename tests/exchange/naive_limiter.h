// The rate limiter as a plain simulation, to compare the real one with.
#ifndef BACKLINKS_TESTS_EXCHANGE_NAIVE_LIMITER_H_
#define BACKLINKS_TESTS_EXCHANGE_NAIVE_LIMITER_H_

#include <map>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "service/exchange/request_window.h"

namespace backlinks::exchange::testing_exchange {

class NaiveLimiter {
 public:
  explicit NaiveLimiter(const RateLimit& limit) : limit_(limit) {}

  void Enter(int id, const std::string& caller);
  // With or without a permit, which it has not used.
  void Leave(int id);
  // One that has its permit was sent more often than once.
  void SendMore(int times);

  // Grants whatever is due until `now`, each permit when it is due.
  void RunUntil(absl::Duration now);

  bool IsGranted(int id) const { return granted_.count(id) > 0; }
  // The moment of its permit.
  absl::Duration GrantOf(int id) const { return granted_.at(id); }
  size_t waiting() const { return waiting_.size(); }

  // How long one that waits has to wait if nothing else happens.
  absl::Duration WaitOf(int id) const;

 private:
  struct Waiting {
    int id;
    std::string caller;
  };

  bool HasWaiting(const std::string& caller) const;
  absl::Duration NextPermit() const;
  void GrantOne(absl::Duration at);

  RateLimit limit_;
  absl::Duration now_;
  std::vector<Waiting> waiting_;    // As they came.
  std::vector<std::string> turns_;  // The callers of these.
  std::map<int, absl::Duration> granted_;
  std::vector<absl::Duration> sent_;
};

}  // namespace backlinks::exchange::testing_exchange

#endif  // BACKLINKS_TESTS_EXCHANGE_NAIVE_LIMITER_H_
