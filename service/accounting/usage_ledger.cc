#include "service/accounting/usage_ledger.h"

#include <cstddef>

#include "service/model/rpc_method.h"

namespace backlinks::accounting {
namespace {

constexpr size_t kMaxDays = 400;

bool IsAccounted(const CallRecord& record) {
  const RpcMethod* const method = FindMethod(record.method);
  return method != nullptr && method->returns_rows;
}

}  // namespace

void UsageLedger::OnFinish(const CallRecord& record) {
  if (!IsAccounted(record)) return;
  const absl::CivilDay day =
      absl::ToCivilDay(record.start + record.duration, absl::UTCTimeZone());
  const std::lock_guard lock(mutex_);
  UsageDay& usage = days_[day];
  usage.day = day;
  ++usage.calls;
  usage.rows += record.sent_rows;
  usage.price += record.price;
  if (days_.size() > kMaxDays) days_.erase(days_.begin());
}

std::vector<UsageDay> UsageLedger::Days() const {
  std::vector<UsageDay> days;
  const std::lock_guard lock(mutex_);
  for (const auto& [day, usage] : days_) days.push_back(usage);
  return days;
}

}  // namespace backlinks::accounting
