#include "service/accounting/spending_counters.h"

#include <cstddef>
#include <optional>

#include "fmt/format.h"
#include "service/model/query.h"

namespace backlinks::accounting {
namespace {

// How long the counters of a period are kept after its end.
constexpr absl::Duration kDayIsKept = absl::Hours(24 * 62);
constexpr absl::Duration kMonthIsKept = absl::Hours(24 * 396);

state::Counter CounterOf(Account account, std::string_view caller,
                         const Period& period,
                         std::optional<MilliPrice> limit) {
  const bool is_day = period.kind == Period::Kind::kDay;
  return {.name = CounterName(account, caller, period),
          .limit = limit.value_or(state::kNoLimit),
          .expires_at = period.end + (is_day ? kDayIsKept : kMonthIsKept)};
}

}  // namespace

std::array<Period, 2> PeriodsAt(absl::Time time) {
  return {DayAt(time), MonthAt(time)};
}

std::string CounterName(Account account, std::string_view caller,
                        const Period& period) {
  const char* const prefix = account == Account::kSpent ? "spent" : "saved";
  return fmt::format("{}/{}/{}", prefix, caller, period.name);
}

std::vector<state::Counter> CountersAt(absl::Time time, Account account,
                                       std::string_view caller,
                                       const CallerBudget& budget) {
  const std::array<Period, 2> periods = PeriodsAt(time);
  return {CounterOf(account, caller, periods[0], budget.day),
          CounterOf(account, caller, periods[1], budget.month)};
}

}  // namespace backlinks::accounting
