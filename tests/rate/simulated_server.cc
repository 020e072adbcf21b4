#include "tests/rate/simulated_server.h"

#include <iterator>
#include <utility>

#include "service/rate/state_rate.h"

namespace backlinks::rate::testing_rate {

// Passes what is asked on at once, and the answer when it arrives.
class SimulatedServer::DelayedRate final : public exchange::SharedRate {
 public:
  DelayedRate(std::shared_ptr<exchange::SharedRate> rate,
              SimulatedServer& server)
      : rate_(std::move(rate)), server_(server) {}

  void Take(OnAnswer on_answer) override {
    server_.has_changed_ = true;
    rate_->Take([&server = server_, on_answer = std::move(on_answer)](
                    absl::StatusOr<absl::Duration> wait) {
      server.answers_.push_back(
          {server.now_() + server.latency_(),
           [on_answer, wait = std::move(wait)] { on_answer(wait); }});
    });
  }
  void OnAvailability(const absl::Status& status) override {
    rate_->OnAvailability(status);
  }

 private:
  const std::shared_ptr<exchange::SharedRate> rate_;
  SimulatedServer& server_;
};

SimulatedServer::SimulatedServer(state::SharedState& state,
                                 const exchange::RateLimit& limit, Time now,
                                 Time latency)
    : now_(std::move(now)), latency_(std::move(latency)) {
  auto rate = std::make_shared<StateRate>(
      io_.get_executor(), state,
      StateRateOptions{
          .name = "rate",
          .limit = limit,
          .on_availability = [was_away = was_away_](const absl::Status&) {
            *was_away = true;
          }});
  limiter_ = std::make_shared<exchange::RateLimiter>(
      limit, now_, std::make_shared<DelayedRate>(std::move(rate), *this));
}

void SimulatedServer::Enter(const std::string& caller) {
  Request& request = waiting_.emplace_back();
  request.permit = std::make_unique<exchange::PermitRequest>(limiter_, caller);
  request.permit->OnSooner([&request] { request.is_woken = true; });
  request.is_woken = true;
}

void SimulatedServer::LeaveWaiting(size_t index) {
  const auto it = std::next(waiting_.begin(), static_cast<ptrdiff_t>(index));
  const Permit leaving = std::move(it->permit);
  waiting_.erase(it);
}

void SimulatedServer::Send(size_t index) {
  granted_[index].permit->OnSent(1);
  sent_.push_back(granted_[index].at);
  granted_.erase(granted_.begin() + static_cast<ptrdiff_t>(index));
}

void SimulatedServer::Return(size_t index) {
  granted_[index].permit->OnSent(0);
  granted_.erase(granted_.begin() + static_cast<ptrdiff_t>(index));
}

std::vector<absl::Duration> SimulatedServer::Sent() const {
  std::vector<absl::Duration> all = sent_;
  for (const Granted& one : granted_) all.push_back(one.at);
  return all;
}

bool SimulatedServer::Run() {
  has_changed_ = false;
  io_.restart();
  io_.run();
  DeliverAnswers();
  for (auto it = waiting_.begin(); it != waiting_.end();) {
    const bool is_due = it->is_woken || it->ask_at <= now_();
    it = is_due && Ask(*it) ? waiting_.erase(it) : std::next(it);
  }
  return has_changed_;
}

void SimulatedServer::DeliverAnswers() {
  for (auto it = answers_.begin(); it != answers_.end();) {
    if (it->arrives_at > now_()) {
      ++it;
      continue;
    }
    const auto deliver = std::move(it->deliver);
    it = answers_.erase(it);
    deliver();
    has_changed_ = true;
  }
}

bool SimulatedServer::Ask(Request& request) {
  has_changed_ = true;
  request.is_woken = false;
  const absl::Duration wait = request.permit->Wait();
  request.ask_at = now_() + wait;
  if (wait > absl::ZeroDuration()) return false;
  granted_.push_back({std::move(request.permit), now_()});
  return true;
}

}  // namespace backlinks::rate::testing_rate
