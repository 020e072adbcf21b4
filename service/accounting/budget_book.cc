#include "service/accounting/budget_book.h"

#include <array>
#include <cstddef>
#include <utility>

#include "absl/status/status.h"
#include "boost/asio/as_tuple.hpp"
#include "boost/asio/co_spawn.hpp"
#include "boost/asio/detached.hpp"
#include "boost/asio/steady_timer.hpp"
#include "boost/asio/this_coro.hpp"
#include "boost/asio/use_awaitable.hpp"
#include "fmt/format.h"
#include "service/state/random_id.h"

namespace backlinks::accounting {
namespace {

namespace asio = boost::asio;

// How long the counters of a period are kept after its end.
constexpr absl::Duration kDayIsKept = absl::Hours(24 * 62);
constexpr absl::Duration kMonthIsKept = absl::Hours(24 * 396);

std::string CounterName(std::string_view caller, const Period& period) {
  return fmt::format("spent/{}/{}", caller, period.name);
}

state::Counter CounterOf(std::string_view caller, const Period& period,
                         std::optional<MilliPrice> limit) {
  const bool is_day = period.kind == Period::Kind::kDay;
  return {.name = CounterName(caller, period),
          .limit = limit.value_or(state::kNoLimit),
          .expires_at = period.end + (is_day ? kDayIsKept : kMonthIsKept)};
}

PeriodSpending SpendingOf(const Period& period, const state::CounterUse& use) {
  return {.period = period, .spent = use.spent, .reserved = use.reserved};
}

asio::awaitable<void> Wait(absl::Duration pause) {
  asio::steady_timer timer(co_await asio::this_coro::executor);
  timer.expires_after(absl::ToChronoNanoseconds(pause));
  co_await timer.async_wait(asio::as_tuple(asio::use_awaitable));
}

}  // namespace

BudgetBook::BudgetBook(state::SharedState& state, BudgetOptions options)
    : state_(state), options_(std::move(options)) {}

BudgetBook::Result<BudgetBook::Decision> BudgetBook::Reserve(
    std::string caller, CallerBudget budget, MilliPrice price) {
  const absl::Time now = options_.now();
  const std::array periods = {DayAt(now), MonthAt(now)};
  const std::array limits = {budget.day, budget.month};
  state::Reservation reservation = {.id = state::MakeRandomId(),
                                    .amount = price,
                                    .counters = {},
                                    .lease = options_.lease};
  for (size_t i = 0; i < periods.size(); ++i) {
    reservation.counters.push_back(CounterOf(caller, periods[i], limits[i]));
  }
  const auto exceeded = co_await state_.Reserve(reservation);
  if (!exceeded.ok()) {
    // It may have taken effect all the same.
    Settle(co_await asio::this_coro::executor, reservation.id, 0);
    co_return exceeded.status();
  }
  if (!*exceeded) co_return Decision{.id = reservation.id, .over = {}};
  const state::ExceededCounter& counter = **exceeded;
  co_return Decision{
      .id = "",
      .over = OverBudget{.period = periods.at(counter.index),
                         .used = counter.used,
                         .limit = reservation.counters[counter.index].limit}};
}

void BudgetBook::Settle(const asio::any_io_executor& executor, std::string id,
                        MilliPrice paid) {
  ++unsettled_;
  asio::co_spawn(executor, SettleWithRetries(std::move(id), paid),
                 asio::detached);
}

asio::awaitable<void> BudgetBook::SettleWithRetries(std::string id,
                                                    MilliPrice paid) {
  co_await asio::this_coro::throw_if_cancelled(false);
  absl::StatusOr<bool> settled = co_await state_.Settle(id, paid);
  for (int64_t retry = 0;
       absl::IsUnavailable(settled.status()) && retry < options_.max_retries;
       ++retry) {
    co_await Wait(Backoff(options_.retry, retry));
    settled = co_await state_.Settle(id, paid);
  }
  if (!settled.ok()) ++lost_;
  --unsettled_;
}

BudgetBook::Result<std::vector<CallerSpending>> BudgetBook::Read(
    std::vector<std::string> callers) {
  const absl::Time now = options_.now();
  const Period day = DayAt(now);
  const Period month = MonthAt(now);
  std::vector<std::string> names;
  for (const std::string& caller : callers) {
    names.push_back(CounterName(caller, day));
    names.push_back(CounterName(caller, month));
  }
  const auto uses = co_await state_.ReadCounters(names);
  if (!uses.ok()) co_return uses.status();
  std::vector<CallerSpending> spending;
  for (size_t i = 0; i + 1 < uses->size(); i += 2) {
    spending.push_back({.day = SpendingOf(day, (*uses)[i]),
                        .month = SpendingOf(month, (*uses)[i + 1])});
  }
  co_return spending;
}

}  // namespace backlinks::accounting
