#include "service/telemetry/state_metrics.h"

#include <algorithm>

#include "service/telemetry/metric_families.h"

namespace backlinks::telemetry {
namespace {

prometheus::Counter& ChecksWith(prometheus::Registry& registry,
                                const char* result) {
  return AddCounters(registry, "backlinks_state_checks_total",
                     "Checks of the shared state.")
      .Add({{"result", result}});
}

}  // namespace

StateMetrics::StateMetrics(prometheus::Registry& registry)
    : available_(AddGauges(registry, "backlinks_state_available",
                           "1 if the last check of the shared state "
                           "succeeded, else 0.")
                     .Add({})),
      successes_(ChecksWith(registry, "success")),
      failures_(ChecksWith(registry, "failure")),
      unsettled_(AddGauges(registry, "backlinks_state_unsettled_prices",
                           "Prices of requests that are not written to the "
                           "shared state yet.")
                     .Add({})),
      lost_(AddCounters(registry, "backlinks_state_lost_prices_total",
                        "Prices of requests that could not be written to the "
                        "shared state, so that their highest price counts as "
                        "spent.")
                .Add({})) {
  available_.Set(1);
}

void StateMetrics::OnCheck(bool is_available) {
  available_.Set(is_available ? 1 : 0);
  (is_available ? successes_ : failures_).Increment();
}

void StateMetrics::SetPrices(int64_t unsettled, int64_t lost) {
  unsettled_.Set(static_cast<double>(unsettled));
  const double more = static_cast<double>(lost) - lost_.Value();
  lost_.Increment(std::max(more, 0.0));
}

}  // namespace backlinks::telemetry
