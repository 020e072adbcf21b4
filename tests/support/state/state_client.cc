#include "tests/support/state/state_client.h"

#include <vector>

#include "service/state/random_id.h"

namespace backlinks::state::testing_state {

Reservation ReservationOf(int64_t amount, std::vector<Counter> counters) {
  Reservation reservation;
  reservation.id = MakeRandomId();
  reservation.amount = amount;
  reservation.counters = std::move(counters);
  reservation.lease = absl::Hours(1);
  return reservation;
}

template <typename T>
T StateClient::Succeed(SharedState::Result<T> operation) {
  absl::StatusOr<T> result = Run(std::move(operation));
  EXPECT_TRUE(result.ok()) << result.status();
  return result.ok() ? *std::move(result) : T();
}

std::optional<StoredValue> StateClient::Get(std::string_view key) {
  return Succeed(state_->GetValue(key));
}

std::string StateClient::GetBytes(std::string_view key) {
  auto value = Get(key);
  return value ? std::move(value->bytes) : "(none)";
}

void StateClient::Put(std::string_view key, std::string_view bytes,
                      absl::Duration time_to_live) {
  const absl::Status status = Run(state_->PutValue(key, bytes, time_to_live));
  EXPECT_TRUE(status.ok()) << status;
}

LeaseHold StateClient::Acquire(std::string_view name, std::string_view token,
                               absl::Duration duration) {
  return Succeed(state_->AcquireLease(name, token, duration));
}

bool StateClient::Extend(std::string_view name, std::string_view token,
                         absl::Duration duration) {
  return Succeed(state_->ExtendLease(name, token, duration));
}

bool StateClient::Release(std::string_view name, std::string_view token) {
  return Succeed(state_->ReleaseLease(name, token));
}

std::optional<ExceededCounter> StateClient::Reserve(
    const Reservation& reservation) {
  return Succeed(state_->Reserve(reservation));
}

bool StateClient::Settle(std::string_view id, int64_t amount) {
  return Succeed(state_->Settle(id, amount));
}

CounterUse StateClient::Use(const std::string& counter) {
  const std::vector<std::string> names = {counter};
  const auto uses = Succeed(state_->ReadCounters(names));
  EXPECT_EQ(uses.size(), 1);
  return uses.empty() ? CounterUse() : uses.front();
}

absl::Duration StateClient::Take(std::string_view name,
                                 const TokenBucket& bucket, int64_t count) {
  return Succeed(state_->Take(name, bucket, count));
}

}  // namespace backlinks::state::testing_state
