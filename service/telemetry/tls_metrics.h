// Metrics of the certificate that the gRPC port serves; 0 without TLS.
//
// Threads: everything may be called from any thread.
#ifndef BACKLINKS_SERVICE_TELEMETRY_TLS_METRICS_H_
#define BACKLINKS_SERVICE_TELEMETRY_TLS_METRICS_H_

#include "absl/time/time.h"
#include "prometheus/counter.h"
#include "prometheus/gauge.h"
#include "prometheus/registry.h"

namespace backlinks::telemetry {

class TlsMetrics {
 public:
  explicit TlsMetrics(prometheus::Registry& registry);

  // A certificate is served that expires at `not_after`.
  void OnServed(absl::Time not_after);

  // New files were wrong, so that the server keeps the certificate it has.
  void OnWrongFiles() { errors_.Increment(); }

 private:
  prometheus::Gauge& not_after_;
  prometheus::Counter& errors_;
};

}  // namespace backlinks::telemetry

#endif  // BACKLINKS_SERVICE_TELEMETRY_TLS_METRICS_H_
