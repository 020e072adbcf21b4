// Whether the server is ready, and whether its shutdown is forced.
//
// Threads: every method may be called from any thread.
#ifndef BACKLINKS_SERVICE_APP_LIFECYCLE_H_
#define BACKLINKS_SERVICE_APP_LIFECYCLE_H_

#include <condition_variable>
#include <mutex>

#include "absl/status/status.h"
#include "absl/time/time.h"

namespace backlinks::app {

// The status of calls that a shutdown rejects or cancels: DRAINING.
absl::Status DrainingStatus();

// The server starts, becomes ready, drains, and ends.
class Lifecycle {
 public:
  // OK while the server is ready; UNAVAILABLE before; DRAINING after.
  absl::Status Readiness() const;

  void SetReady();
  void SetDraining();

  // Ends the current and every later WaitForForcedShutdown.
  void ForceShutdown();
  void WaitForForcedShutdown(absl::Duration max_wait);
  bool is_shutdown_forced() const;

 private:
  enum class State { kStarting, kReady, kDraining };

  void Set(State state);

  mutable std::mutex mutex_;
  std::condition_variable shutdown_forced_;
  State state_ = State::kStarting;
  bool is_shutdown_forced_ = false;
};

}  // namespace backlinks::app

#endif  // BACKLINKS_SERVICE_APP_LIFECYCLE_H_
