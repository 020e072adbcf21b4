#include "service/app/lifecycle.h"

#include "service/common/status/status.h"

namespace backlinks::app {

absl::Status DrainingStatus() {
  return MakeError(Reason::kDraining,
                   "the server is shutting down; try another one");
}

absl::Status Lifecycle::Readiness() const {
  const std::lock_guard lock(mutex_);
  switch (state_) {
    case State::kStarting:
      return absl::UnavailableError("the server is starting");
    case State::kReady:
      return absl::OkStatus();
    case State::kDraining:
      break;
  }
  return DrainingStatus();
}

void Lifecycle::SetReady() { Set(State::kReady); }

void Lifecycle::SetDraining() { Set(State::kDraining); }

void Lifecycle::Set(State state) {
  const std::lock_guard lock(mutex_);
  state_ = state;
}

void Lifecycle::ForceShutdown() {
  {
    const std::lock_guard lock(mutex_);
    is_shutdown_forced_ = true;
  }
  shutdown_forced_.notify_all();
}

bool Lifecycle::is_shutdown_forced() const {
  const std::lock_guard lock(mutex_);
  return is_shutdown_forced_;
}

void Lifecycle::WaitForForcedShutdown(absl::Duration max_wait) {
  std::unique_lock lock(mutex_);
  shutdown_forced_.wait_for(lock, absl::ToChronoMilliseconds(max_wait),
                            [this] { return is_shutdown_forced_; });
}

}  // namespace backlinks::app
