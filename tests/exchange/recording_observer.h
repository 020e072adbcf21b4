// An observer that keeps what it is told.
#ifndef BACKLINKS_TESTS_EXCHANGE_RECORDING_OBSERVER_H_
#define BACKLINKS_TESTS_EXCHANGE_RECORDING_OBSERVER_H_

#include <string>
#include <vector>

#include "absl/time/time.h"
#include "gtest/gtest.h"
#include "service/model/upstream_observer.h"

namespace backlinks::exchange::testing_exchange {

class RecordingObserver final : public UpstreamObserver {
 public:
  void OnUpstream(int http_status, absl::Duration latency) override {
    statuses.push_back(http_status);
    EXPECT_GE(latency, absl::ZeroDuration());
  }
  void OnUpstreamPhase(UpstreamPhase phase, absl::Duration duration) override {
    phases.push_back(phase);
    durations.push_back(duration);
    EXPECT_GE(duration, absl::ZeroDuration());
  }
  void OnUpstreamRetry(int http_status, absl::Duration waited) override {
    retries.push_back(http_status);
    EXPECT_GT(waited, absl::ZeroDuration());
  }
  void OnRateWait(const std::string& caller, absl::Duration waited) override {
    waiting_callers.push_back(caller);
    waits.push_back(waited);
  }

  std::vector<int> statuses;
  std::vector<UpstreamPhase> phases;
  std::vector<absl::Duration> durations;  // By phase.
  std::vector<int> retries;               // After which answer.
  std::vector<absl::Duration> waits;
  std::vector<std::string> waiting_callers;  // By wait.
};

}  // namespace backlinks::exchange::testing_exchange

#endif  // BACKLINKS_TESTS_EXCHANGE_RECORDING_OBSERVER_H_
