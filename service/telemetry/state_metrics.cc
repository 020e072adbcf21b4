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

void RaiseTo(prometheus::Counter& counter, int64_t total) {
  const double more = static_cast<double>(total) - counter.Value();
  counter.Increment(std::max(more, 0.0));
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
                .Add({})),
      missing_(
          AddCounters(registry, "backlinks_state_unreserved_prices_total",
                      "Prices whose reservations the shared state no longer "
                      "had when they were settled, so that they are not "
                      "counted as spent.")
              .Add({})) {
  available_.Set(1);
}

void StateMetrics::OnCheck(bool is_available) {
  available_.Set(is_available ? 1 : 0);
  (is_available ? successes_ : failures_).Increment();
}

void StateMetrics::SetPrices(const PriceCounts& counts) {
  unsettled_.Set(static_cast<double>(counts.unsettled));
  RaiseTo(lost_, counts.lost);
  RaiseTo(missing_, counts.missing);
}

}  // namespace backlinks::telemetry
