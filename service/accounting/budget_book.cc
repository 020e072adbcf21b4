#include "service/accounting/budget_book.h"

#include <array>
#include <cstddef>
#include <utility>

#include "absl/status/status.h"
#include "boost/asio/co_spawn.hpp"
#include "boost/asio/detached.hpp"
#include "boost/asio/this_coro.hpp"
#include "service/accounting/pause.h"
#include "service/accounting/spending_counters.h"
#include "service/state/random_id.h"

namespace backlinks::accounting {
namespace {

namespace asio = boost::asio;
using Clock = std::chrono::steady_clock;

PeriodSpending SpendingOf(const Period& period, const state::CounterUse& use,
                          const state::CounterUse& saved) {
  return {.period = period,
          .spent = use.spent,
          .reserved = use.reserved,
          .saved = saved.spent};
}

}  // namespace

BudgetBook::BudgetBook(state::SharedState& state, BudgetOptions options)
    : state_(state),
      options_(std::move(options)),
      unbooked_(state, Account::kSpent, options_.retry),
      saved_(state, Account::kSaved, options_.retry) {}

BudgetBook::Result<BudgetBook::Decision> BudgetBook::Reserve(
    std::string caller, CallerBudget budget, MilliPrice price) {
  ReservedPrice reserved = {.id = state::MakeRandomId(),
                            .caller = std::move(caller),
                            .time = options_.now(),
                            .is_local = IsLeftAlone()};
  if (!reserved.is_local) {
    auto decision = co_await ReserveShared(reserved, budget, price);
    const bool may_be_local =
        options_.local != nullptr && !absl::IsCancelled(decision.status());
    if (decision.ok() || !may_be_local) co_return decision;
    local_until_ = Clock::now() + absl::ToChronoNanoseconds(options_.local_for);
    reserved.is_local = true;
  }
  co_return co_await ReserveIn(*options_.local, reserved, budget, price);
}

bool BudgetBook::IsLeftAlone() const {
  return options_.local != nullptr && Clock::now() < local_until_.load();
}

BudgetBook::Result<BudgetBook::Decision> BudgetBook::ReserveShared(
    const ReservedPrice& reserved, const CallerBudget& budget,
    MilliPrice price) {
  auto decision = co_await ReserveIn(state_, reserved, budget, price);
  // It may have taken effect all the same.
  if (!decision.ok()) Settle(co_await asio::this_coro::executor, reserved, 0);
  co_return decision;
}

BudgetBook::Result<BudgetBook::Decision> BudgetBook::ReserveIn(
    state::SharedState& state, const ReservedPrice& reserved,
    const CallerBudget& budget, MilliPrice price) {
  const state::Reservation reservation = {
      .id = reserved.id,
      .amount = price,
      .counters =
          CountersAt(reserved.time, Account::kSpent, reserved.caller, budget),
      .lease = options_.lease};
  const auto exceeded = co_await state.Reserve(reservation);
  if (!exceeded.ok()) co_return exceeded.status();
  if (!*exceeded) co_return Decision{.reserved = reserved, .over = {}};
  const state::ExceededCounter& counter = **exceeded;
  co_return Decision{
      .reserved = {},
      .over = OverBudget{.period = PeriodsAt(reserved.time).at(counter.index),
                         .used = counter.used,
                         .limit = reservation.counters[counter.index].limit}};
}

void BudgetBook::Settle(const asio::any_io_executor& executor,
                        ReservedPrice reserved, MilliPrice paid) {
  if (is_closed_) return;
  if (reserved.is_local) {
    unbooked_.Add(executor, reserved.caller, reserved.time, paid);
  }
  ++unsettled_;
  asio::co_spawn(executor, SettleWithRetries(std::move(reserved), paid),
                 asio::detached);
}

asio::awaitable<void> BudgetBook::SettleWithRetries(ReservedPrice reserved,
                                                    MilliPrice paid) {
  co_await asio::this_coro::throw_if_cancelled(false);
  state::SharedState& state = reserved.is_local ? *options_.local : state_;
  absl::StatusOr<bool> settled = co_await state.Settle(reserved.id, paid);
  for (int64_t retry = 0;
       absl::IsUnavailable(settled.status()) && retry < options_.max_retries;
       ++retry) {
    co_await Pause(Backoff(options_.retry, retry));
    settled = co_await state.Settle(reserved.id, paid);
  }
  if (!settled.ok()) ++lost_;
  const bool is_missing = settled.ok() && !*settled;
  // A local price is added to the shared counters without its reservation.
  if (is_missing && paid > 0 && !reserved.is_local) ++missing_;
  --unsettled_;
}

void BudgetBook::AddSaved(const asio::any_io_executor& executor,
                          std::string_view caller, MilliPrice price) {
  if (!is_closed_) saved_.Add(executor, caller, options_.now(), price);
}

BudgetBook::Result<std::vector<CallerSpending>> BudgetBook::Read(
    std::vector<std::string> callers) {
  const auto periods = PeriodsAt(options_.now());
  std::vector<std::string> names;
  for (const std::string& caller : callers) {
    for (const Period& period : periods) {
      names.push_back(CounterName(Account::kSpent, caller, period));
      names.push_back(CounterName(Account::kSaved, caller, period));
    }
  }
  const auto uses = co_await state_.ReadCounters(names);
  if (!uses.ok()) co_return uses.status();
  std::vector<CallerSpending> spending;
  for (size_t i = 0; i + 3 < uses->size(); i += 4) {
    const state::CounterUse* const use = &(*uses)[i];
    spending.push_back({.day = SpendingOf(periods[0], use[0], use[1]),
                        .month = SpendingOf(periods[1], use[2], use[3])});
  }
  co_return spending;
}

}  // namespace backlinks::accounting
