#include "service/cache/flight_table.h"

#include <algorithm>
#include <utility>

namespace backlinks::cache {

void FlightTable::Remove(const std::shared_ptr<Flight>& flight) {
  const auto it = flights_.find(flight->key);
  // Another one may have superseded it.
  if (it != flights_.end() && it->second == flight) flights_.erase(it);
}

void FlightTable::End(Flight& flight, FlightState state) {
  flight.state = state;
  flight.on_abandoned = nullptr;
  for (const FlightWaiter* const waiter : flight.waiters) {
    if (waiter->wake_) waiter->wake_();
  }
}

FlightOwner::FlightOwner(std::shared_ptr<FlightTable> table,
                         std::shared_ptr<FlightTable::Flight> flight)
    : table_(std::move(table)), flight_(std::move(flight)) {}

FlightOwner::~FlightOwner() {
  Fail(FlightState::kFailed);
  const std::lock_guard lock(table_->mutex_);
  table_->Remove(flight_);
  flight_->on_abandoned = nullptr;
}

void FlightOwner::OnAbandoned(std::function<void()> abandon) {
  const std::lock_guard lock(table_->mutex_);
  if (abandon != nullptr && flight_->waiters.empty()) {
    abandon();
  } else {
    flight_->on_abandoned = std::move(abandon);
  }
}

bool FlightOwner::has_waiters() const {
  const std::lock_guard lock(table_->mutex_);
  return !flight_->waiters.empty();
}

void FlightOwner::SetAsked(SteadyTime asked) {
  const std::lock_guard lock(table_->mutex_);
  flight_->asked = asked;
}

void FlightOwner::Land(PagePtr page) {
  const std::lock_guard lock(table_->mutex_);
  flight_->asked = page->asked.steady;
  flight_->page = std::move(page);
  FlightTable::End(*flight_, FlightState::kLanded);
}

void FlightOwner::Fail(FlightState state) {
  const std::lock_guard lock(table_->mutex_);
  if (flight_->state != FlightState::kOpen) return;
  // First, so that those who wake begin another one.
  table_->Remove(flight_);
  // The fetch may still run for the first waiter.
  auto abandon = std::move(flight_->on_abandoned);
  FlightTable::End(*flight_, state);
  flight_->on_abandoned = std::move(abandon);
}

FlightWaiter::FlightWaiter(std::shared_ptr<FlightTable> table,
                           const std::string& key, SteadyTime oldest)
    : table_(std::move(table)) {
  const std::lock_guard lock(table_->mutex_);
  auto& flight = table_->flights_[key];
  if (flight == nullptr || (flight->asked && *flight->asked < oldest)) {
    supersedes_ = flight != nullptr && flight->state == FlightState::kOpen;
    flight = std::make_shared<FlightTable::Flight>();
    flight->key = key;
    owner_ = std::make_unique<FlightOwner>(table_, flight);
  }
  flight_ = flight;
  flight_->waiters.push_back(this);
}

FlightWaiter::~FlightWaiter() {
  std::unique_lock lock(table_->mutex_);
  auto& waiters = flight_->waiters;
  waiters.erase(std::find(waiters.begin(), waiters.end(), this));
  if (waiters.empty() && flight_->on_abandoned) {
    // First, so that nobody joins a fetch that is about to end.
    table_->Remove(flight_);
    std::exchange(flight_->on_abandoned, nullptr)();
  }
  lock.unlock();
  owner_.reset();
}

FlightState FlightWaiter::state() const {
  const std::lock_guard lock(table_->mutex_);
  return flight_->state;
}

PagePtr FlightWaiter::page() const {
  const std::lock_guard lock(table_->mutex_);
  return flight_->page;
}

void FlightWaiter::OnChange(std::function<void()> wake) {
  const std::lock_guard lock(table_->mutex_);
  wake_ = std::move(wake);
}

}  // namespace backlinks::cache
