#include "service/rpc/caller_usages.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "google/protobuf/util/time_util.h"
#include "service/accounting/budget_book.h"
#include "service/common/status/status.h"
#include "service/stream/stream_summary.h"

namespace backlinks::rpc {
namespace {

using accounting::CallerSpending;
using google::protobuf::util::TimeUtil;

constexpr size_t kChunk = accounting::BudgetBook::kMaxReadCallers;

v1::CallerPeriod PeriodOf(PriceUnit unit,
                          const accounting::PeriodSpending& spending,
                          std::optional<MilliPrice> budget) {
  v1::CallerPeriod period;
  *period.mutable_start_time() =
      TimeUtil::SecondsToTimestamp(absl::ToUnixSeconds(spending.period.start));
  *period.mutable_end_time() =
      TimeUtil::SecondsToTimestamp(absl::ToUnixSeconds(spending.period.end));
  *period.mutable_spent() = stream::MakePrice(unit, spending.spent);
  *period.mutable_reserved() = stream::MakePrice(unit, spending.reserved);
  *period.mutable_saved() = stream::MakePrice(unit, spending.saved);
  if (!budget) return period;
  const MilliPrice rest = *budget - spending.spent - spending.reserved;
  *period.mutable_budget() = stream::MakePrice(unit, *budget);
  *period.mutable_remaining() =
      stream::MakePrice(unit, std::max<MilliPrice>(rest, 0));
  return period;
}

v1::CallerUsage UsageOf(PriceUnit unit, const access::Caller& caller,
                        const CallerSpending& spending) {
  v1::CallerUsage usage;
  usage.set_caller(caller.name);
  *usage.mutable_day() = PeriodOf(unit, spending.day, caller.budget.day);
  *usage.mutable_month() = PeriodOf(unit, spending.month, caller.budget.month);
  return usage;
}

std::vector<access::Caller> CallersToShow(const CallDependencies& dependencies,
                                          bool all_callers,
                                          const access::Caller& caller) {
  if (all_callers && dependencies.access != nullptr) {
    return dependencies.access->Callers();
  }
  return {caller};
}

boost::asio::awaitable<absl::Status> AddUsages(
    const CallDependencies& dependencies,
    const std::vector<access::Caller>& callers,
    v1::GetUsageResponse& response) {
  std::vector<std::string> names;
  names.reserve(callers.size());
  for (const access::Caller& caller : callers) names.push_back(caller.name);
  const auto spending = co_await dependencies.budgets.Read(std::move(names));
  if (!spending.ok()) co_return spending.status();
  const PriceUnit unit = dependencies.dialect.price_unit();
  for (size_t i = 0; i < spending->size(); ++i) {
    *response.add_callers() = UsageOf(unit, callers[i], spending->at(i));
  }
  co_return absl::OkStatus();
}

}  // namespace

boost::asio::awaitable<absl::Status> AddCallerUsages(
    const CallDependencies& dependencies, const v1::GetUsageRequest& request,
    const access::Caller& caller, v1::GetUsageResponse& response) {
  if (request.all_callers() && !caller.sees_all) {
    co_return MakeError(Reason::kNotAllowed,
                        "the caller may not see other callers");
  }
  const std::vector<access::Caller> callers =
      CallersToShow(dependencies, request.all_callers(), caller);
  for (size_t begin = 0; begin < callers.size(); begin += kChunk) {
    const auto first = callers.begin() + static_cast<ptrdiff_t>(begin);
    const auto count = std::min(kChunk, callers.size() - begin);
    const std::vector<access::Caller> chunk(
        first, first + static_cast<ptrdiff_t>(count));
    const absl::Status added =
        co_await AddUsages(dependencies, chunk, response);
    if (added.ok()) continue;
    if (absl::IsCancelled(added)) co_return added;
    response.clear_callers();
    response.set_callers_problem("the shared state is unavailable");
    break;
  }
  co_return absl::OkStatus();
}

}  // namespace backlinks::rpc
