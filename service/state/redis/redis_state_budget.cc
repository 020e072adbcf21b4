// The operations of RedisState on budgets.
#include <algorithm>

#include "fmt/format.h"
#include "service/common/status/status.h"
#include "service/state/argument_checks.h"
#include "service/state/redis/redis_state.h"
#include "service/state/redis/scripts.h"

namespace backlinks::state::redis {
namespace {

// Below 2^53 also after a duration was added.
constexpr int64_t kMaxTime = 8'000'000'000'000'000;

std::string TimeText(absl::Time time) {
  return fmt::to_string(
      std::clamp(absl::ToUnixMicros(time), int64_t{0}, kMaxTime));
}

std::string DurationText(absl::Duration duration) {
  return fmt::to_string(absl::ToInt64Microseconds(duration));
}

bool AreCounts(const std::vector<Reply>& replies) {
  return std::all_of(replies.begin(), replies.end(),
                     [](const Reply& reply) { return reply.is_integer(); });
}

}  // namespace

ScriptCall RedisState::BudgetCall(const Script& script) const {
  return {script,
          {keys_.ReservationEnds()},
          {keys_.CounterPrefix(), keys_.ReservationPrefix()}};
}

SharedState::Result<std::optional<ExceededCounter>> RedisState::Reserve(
    const Reservation& reservation) {
  BACKLINKS_CO_RETURN_IF_ERROR(CheckReserve(reservation));
  ScriptCall call = BudgetCall(ReserveScript());
  for (const std::string& text :
       {reservation.id, fmt::to_string(reservation.amount),
        DurationText(reservation.lease), DurationText(kMaxDuration)}) {
    call.arguments.push_back(text);
  }
  for (const Counter& counter : reservation.counters) {
    call.arguments.push_back(counter.name);
    call.arguments.push_back(fmt::to_string(counter.limit));
    call.arguments.push_back(TimeText(counter.expires_at));
  }
  const auto reply = co_await RunScript(*client_, call);
  if (!reply.ok()) co_return reply.status();
  if (!reply->is_array(2) || !AreCounts(reply->elements)) {
    co_return Malformed();
  }
  const int64_t number = reply->elements[0].integer;
  if (number == 0) co_return std::nullopt;
  const auto index = static_cast<size_t>(number - 1);
  const int64_t used = reply->elements[1].integer;
  if (used < 0) co_return ExpiresTooEarly(index);
  co_return ExceededCounter{index, used};
}

SharedState::Result<bool> RedisState::Settle(std::string_view id,
                                             int64_t amount) {
  BACKLINKS_CO_RETURN_IF_ERROR(CheckSettle(id, amount));
  ScriptCall call = BudgetCall(SettleScript());
  call.is_repeatable = false;  // It would return that there is no reservation.
  call.arguments.emplace_back(id);
  call.arguments.push_back(fmt::to_string(amount));
  const auto settled = co_await RunForInteger(*client_, call);
  if (!settled.ok()) co_return settled.status();
  co_return *settled != 0;
}

SharedState::Result<std::vector<CounterUse>> RedisState::ReadCounters(
    const std::vector<std::string>& names) {
  BACKLINKS_CO_RETURN_IF_ERROR(CheckReadCounters(names));
  ScriptCall call = BudgetCall(ReadCountersScript());
  call.arguments.insert(call.arguments.end(), names.begin(), names.end());
  const auto reply = co_await RunScript(*client_, call);
  if (!reply.ok()) co_return reply.status();
  if (!reply->is_array(2 * names.size()) || !AreCounts(reply->elements)) {
    co_return Malformed();
  }
  std::vector<CounterUse> uses;
  for (size_t i = 0; i < names.size(); ++i) {
    uses.push_back({.spent = reply->elements[2 * i].integer,
                    .reserved = reply->elements[2 * i + 1].integer});
  }
  co_return uses;
}

}  // namespace backlinks::state::redis
