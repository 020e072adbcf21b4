#include "service/telemetry/tls_metrics.h"

#include "service/telemetry/metric_families.h"

namespace backlinks::telemetry {

TlsMetrics::TlsMetrics(prometheus::Registry& registry)
    : not_after_(
          AddGauges(registry,
                    "backlinks_tls_certificate_not_after_timestamp_seconds",
                    "When the certificate expires that the gRPC port serves, "
                    "in seconds since 1970. 0 without TLS.")
              .Add({})),
      errors_(AddCounters(registry, "backlinks_tls_reload_errors_total",
                          "Changed certificate files that were wrong, so that "
                          "the certificate before them is served.")
                  .Add({})) {}

void TlsMetrics::OnServed(absl::Time not_after) {
  not_after_.Set(static_cast<double>(absl::ToUnixSeconds(not_after)));
}

}  // namespace backlinks::telemetry
