#include "service/state/redis/pipeline.h"

#include <algorithm>
#include <utility>

namespace backlinks::state::redis {

void Pipeline::End(const Handle& command, Outcome outcome) {
  bytes_ -= command->size;
  // A cancelled command has no callback.
  if (auto done = std::exchange(command->done, nullptr)) {
    done(std::move(outcome));
  }
}

void Pipeline::Add(const Handle& command) {
  command->size = command->bytes.size();
  bytes_ += command->size;
  if (sent_.size() + unsent_.size() >= kMaxCommands ||
      bytes_ > kMaxCommandBytes) {
    End(command, {absl::UnavailableError("too many commands wait for Redis")});
    return;
  }
  unsent_.push_back(command);
}

void Pipeline::Cancel(const Handle& command) {
  command->done = nullptr;
  const auto found = std::find(unsent_.begin(), unsent_.end(), command);
  if (found == unsent_.end()) return;
  bytes_ -= command->size;
  unsent_.erase(found);
}

std::string Pipeline::TakeUnsent() {
  std::string bytes;
  for (Handle& command : unsent_) {
    bytes += std::exchange(command->bytes, {});
    sent_.push_back(std::move(command));
  }
  unsent_.clear();
  return bytes;
}

bool Pipeline::Complete(Reply reply) {
  if (sent_.empty()) return false;
  const Handle command = std::move(sent_.front());
  sent_.pop_front();
  End(command, {std::move(reply)});
  return true;
}

void Pipeline::FailSent(const absl::Status& status) {
  for (const Handle& command : std::exchange(sent_, {})) {
    End(command, {status, /*maybe_executed=*/true});
  }
}

void Pipeline::FailAll(const absl::Status& status) {
  FailSent(status);
  for (const Handle& command : std::exchange(unsent_, {})) {
    End(command, {status});
  }
}

bool Pipeline::Expire(SteadyTime now, const absl::Status& status) {
  while (!unsent_.empty() && unsent_.front()->deadline <= now) {
    const Handle command = std::move(unsent_.front());
    unsent_.pop_front();
    End(command, {status});
  }
  return !sent_.empty() && sent_.front()->deadline <= now;
}

std::optional<SteadyTime> Pipeline::first_deadline() const {
  if (!sent_.empty()) return sent_.front()->deadline;
  if (!unsent_.empty()) return unsent_.front()->deadline;
  return std::nullopt;
}

}  // namespace backlinks::state::redis
