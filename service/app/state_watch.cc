#include "service/app/state_watch.h"

#include <algorithm>

#include "absl/status/statusor.h"
#include "absl/time/clock.h"
#include "boost/asio/as_tuple.hpp"
#include "boost/asio/steady_timer.hpp"
#include "boost/asio/this_coro.hpp"
#include "boost/asio/use_awaitable.hpp"
#include "fmt/format.h"

namespace backlinks::app {
namespace {

namespace asio = boost::asio;

// A bucket of its own, which is never empty: taking from it writes, as a
// reservation does, so that a full disk or a read-only server is found, too.
constexpr char kBucketName[] = "state-check";

state::TokenBucket CheckBucket() {
  return {.tokens = 1'000'000, .window = absl::Seconds(1), .burst = 1'000'000};
}

asio::awaitable<bool> Wait(absl::Duration duration) {
  asio::steady_timer timer(co_await asio::this_coro::executor);
  timer.expires_after(absl::ToChronoNanoseconds(duration));
  const auto [error] =
      co_await timer.async_wait(asio::as_tuple(asio::use_awaitable));
  co_return !error;
}

telemetry::SpendingSample SampleOf(const std::string& caller,
                                   const char* period,
                                   const accounting::PeriodSpending& spending,
                                   std::optional<MilliPrice> budget) {
  return {.caller = caller,
          .period = period,
          .spent = spending.spent,
          .budget = budget};
}

}  // namespace

StateWatch::StateWatch(state::SharedState& state, accounting::BudgetBook& book,
                       Callers callers, const StateReports& reports,
                       StateWatchOptions options)
    : state_(state),
      book_(book),
      callers_(std::move(callers)),
      reports_(reports),
      options_(std::move(options)) {}

asio::awaitable<void> StateWatch::Run() {
  co_await asio::this_coro::throw_if_cancelled(false);
  bool is_running = true;
  while (is_running) {
    co_await Check();
    is_running = co_await Wait(options_.interval);
  }
}

asio::awaitable<void> StateWatch::Check() {
  const state::TokenBucket bucket = CheckBucket();
  const auto taken = co_await state_.Take(kBucketName, bucket, 1);
  absl::Status status = taken.status();
  if (status.ok()) status = co_await ReadSpending();
  if (absl::IsCancelled(status)) co_return;
  Report(status);
}

asio::awaitable<absl::Status> StateWatch::ReadSpending() {
  auto callers = callers_();
  callers.resize(std::min(callers.size(), kMaxCallers));
  std::vector<std::string> names;
  names.reserve(callers.size());
  for (const auto& [name, budget] : callers) names.push_back(name);
  const auto spending = co_await book_.Read(names);
  if (!spending.ok()) co_return spending.status();
  std::vector<telemetry::SpendingSample> samples;
  for (size_t i = 0; i < std::min(callers.size(), spending->size()); ++i) {
    const auto& [name, budget] = callers[i];
    const accounting::CallerSpending& spent = (*spending)[i];
    samples.push_back(SampleOf(name, "day", spent.day, budget.day));
    samples.push_back(SampleOf(name, "month", spent.month, budget.month));
  }
  reports_.spending.Set(samples);
  co_return absl::OkStatus();
}

void StateWatch::Report(const absl::Status& status) {
  reports_.state.OnCheck(status.ok());
  reports_.state.SetPrices({.unsettled = book_.unsettled(),
                            .lost = book_.lost(),
                            .missing = book_.missing()});
  const std::lock_guard lock(mutex_);
  if (status_.ok() && !status.ok()) OnUnavailable(status);
  if (!status_.ok() && status.ok()) OnAvailable();
  status_ = status;
}

void StateWatch::OnUnavailable(const absl::Status& status) {
  unavailable_since_ = absl::Now();
  unavailable_began_ = SteadyTime::Now();
  reports_.log.Log(telemetry::LogLevel::kError,
                   "the shared state is not available",
                   {{"state", options_.state},
                    {"state_unavailable", options_.unavailable},
                    {"error", std::string(status.message())}});
}

void StateWatch::OnAvailable() {
  const absl::Duration duration = SteadyTime::Now() - unavailable_began_;
  reports_.log.Log(
      telemetry::LogLevel::kInfo, "the shared state is available again",
      {{"state", options_.state},
       {"unavailable_for",
        absl::FormatDuration(absl::Trunc(duration, absl::Milliseconds(1)))}});
}

std::string StateWatch::Detail() const {
  const std::lock_guard lock(mutex_);
  if (status_.ok()) return "";
  return fmt::format("state: unavailable since {}: {}",
                     absl::FormatTime("%Y-%m-%dT%H:%M:%SZ", unavailable_since_,
                                      absl::UTCTimeZone()),
                     std::string(status_.message()));
}

}  // namespace backlinks::app
