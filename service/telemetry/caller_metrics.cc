#include "service/telemetry/caller_metrics.h"

#include <cstddef>

#include "service/telemetry/caller_label.h"

namespace backlinks::telemetry {
namespace {

constexpr double kMilli = 1000;
constexpr size_t kMaxNames = 1000;

// The callers' file cannot have this name.
constexpr const char* kOther = "other";

constexpr const char* kOk = "OK";
constexpr const char* kSuccess = "success";
constexpr const char* kFailure = "failure";

}  // namespace

CallerMetrics::CallerMetrics(prometheus::Registry& registry)
    : calls_(AddCounters(registry, "backlinks_caller_calls_total",
                         "RPCs that ended, by caller.")),
      rows_(AddCounters(registry, "backlinks_caller_sent_rows_total",
                        "Rows sent, by caller.")),
      price_(AddCounters(registry, "backlinks_caller_price_total",
                         "The price of calls in the upstream's unit, by "
                         "caller.")),
      rate_wait_(AddCounters(registry,
                             "backlinks_caller_rate_wait_seconds_total",
                             "Total time that requests waited for the rate "
                             "limit, by caller.")),
      file_callers_(AddGauges(registry, "backlinks_callers",
                              "Callers in the callers' file.")
                        .Add({})),
      file_valid_(AddGauges(registry, "backlinks_callers_file_valid",
                            "0 while the callers' file is invalid and the "
                            "callers before it are used, else 1.")
                      .Add({})),
      file_loads_(AddCounters(registry, "backlinks_callers_file_loads_total",
                              "Times that the callers' file was loaded, or "
                              "was invalid.")) {
  file_valid_.Set(1);
  for (const char* result : {kSuccess, kFailure}) {
    file_loads_.Add({{"result", result}});
  }
  calls_.Add({{"caller", kAnonymousCaller}, {"grpc_status", kOk}});
  rows_.Add({{"caller", kAnonymousCaller}});
  price_.Add({{"caller", kAnonymousCaller}});
  rate_wait_.Add({{"caller", kAnonymousCaller}});
}

void CallerMetrics::OnFinish(const CallRecord& record) {
  const std::string caller = LabelOf(record.caller);
  calls_
      .Add({{"caller", caller},
            {"grpc_status", absl::StatusCodeToString(record.status.code())}})
      .Increment();
  rows_.Add({{"caller", caller}})
      .Increment(static_cast<double>(record.sent_rows));
  price_.Add({{"caller", caller}})
      .Increment(static_cast<double>(record.price) / kMilli);
}

void CallerMetrics::OnRateWait(const std::string& caller,
                               absl::Duration waited) {
  rate_wait_.Add({{"caller", LabelOf(caller)}})
      .Increment(absl::ToDoubleSeconds(waited));
}

void CallerMetrics::OnFileLoaded(int64_t callers) {
  file_callers_.Set(static_cast<double>(callers));
  file_valid_.Set(1);
  file_loads_.Add({{"result", kSuccess}}).Increment();
}

void CallerMetrics::OnFileInvalid() {
  file_valid_.Set(0);
  file_loads_.Add({{"result", kFailure}}).Increment();
}

std::string CallerMetrics::LabelOf(const std::string& caller) {
  if (caller.empty()) return kAnonymousCaller;
  const std::lock_guard lock(mutex_);
  if (names_.contains(caller)) return caller;
  if (names_.size() >= kMaxNames) return kOther;
  names_.insert(caller);
  return caller;
}

}  // namespace backlinks::telemetry
