#include "service/telemetry/spending_metrics.h"

#include "service/telemetry/caller_label.h"

namespace backlinks::telemetry {
namespace {

constexpr double kMilliPerUnit = 1000;

double ToUnits(MilliPrice price) {
  return static_cast<double>(price) / kMilliPerUnit;
}

}  // namespace

SpendingMetrics::SpendingMetrics(prometheus::Registry& registry)
    : spent_(AddGauges(registry, "backlinks_caller_spent",
                       "What the caller has spent in this day or month, in "
                       "the upstream's unit, on all servers that share the "
                       "state.")),
      budget_(AddGauges(registry, "backlinks_caller_budget",
                        "The budget of the caller for a day or month, in the "
                        "upstream's unit.")) {}

void SpendingMetrics::Set(const std::vector<SpendingSample>& samples) {
  std::map<Key, double> spent, budgets;
  for (const SpendingSample& sample : samples) {
    const Key key = {sample.caller.empty() ? kAnonymousCaller : sample.caller,
                     sample.period};
    spent[key] = ToUnits(sample.spent);
    if (sample.budget) budgets[key] = ToUnits(*sample.budget);
  }
  spent_.Replace(spent);
  budget_.Replace(budgets);
}

void SpendingMetrics::Gauges::Replace(const std::map<Key, double>& values) {
  std::erase_if(series_, [&](const auto& series) {
    if (values.contains(series.first)) return false;
    family_.Remove(series.second);
    return true;
  });
  for (const auto& [key, value] : values) {
    prometheus::Gauge*& gauge = series_[key];
    if (gauge == nullptr) {
      gauge = &family_.Add({{"caller", key.first}, {"period", key.second}});
    }
    gauge->Set(value);
  }
}

}  // namespace backlinks::telemetry
