// Calls, rows and prices since the server started, by day (UTC). GetUsage
// returns them.
//
// Counts:  calls of StreamRefpages and ListRefpages when they end, whatever
//          their status; their rows and their price.
// Limits:  the last 400 days that had a call.
// Threads: every method may be called from any thread.
#ifndef BACKLINKS_SERVICE_ACCOUNTING_USAGE_LEDGER_H_
#define BACKLINKS_SERVICE_ACCOUNTING_USAGE_LEDGER_H_

#include <cstdint>
#include <map>
#include <mutex>
#include <vector>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "service/model/call_record.h"

namespace backlinks::accounting {

struct UsageDay {
  absl::CivilDay day;  // UTC.
  int64_t calls = 0;
  int64_t rows = 0;
  MilliPrice price = 0;
};

class UsageLedger : public CallObserver {
 public:
  void OnStart(std::string_view) override {}
  // Counts the call for the day on which it ended.
  void OnFinish(const CallRecord& record) override;

  // Returns the days that had a call, oldest first.
  std::vector<UsageDay> Days() const;

 private:
  mutable std::mutex mutex_;
  std::map<absl::CivilDay, UsageDay> days_;
};

}  // namespace backlinks::accounting

#endif  // BACKLINKS_SERVICE_ACCOUNTING_USAGE_LEDGER_H_
