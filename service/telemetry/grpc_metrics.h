// Metrics of this server's RPCs, with the names, labels and buckets of gRPC's
// own metrics (proposal A66) in Prometheus' spelling, and some that A66 lacks.
//
// Started:  counted when a call arrives, including rejected calls (CONCURRENCY,
//           DRAINING) and calls of unknown methods. Not counted: the health and
//           reflection services, whose probes would dominate the others, and
//           calls that gRPC rejects before this service receives them (a unary
//           request that cannot be parsed or is too large).
// Duration: from the arrival until the status is passed to gRPC.
// Sizes:    the total of a call's messages, serialized, before framing,
//           compression and headers: this server does not compress, and the
//           callback API reports no other size for a compressed request.
// Labels:   grpc_method is "backlinks.v1.BacklinksService/<Method>" or "other";
//           grpc_status is gRPC's name of the code ("OK").
// Threads:  everything may be called from any thread.
#ifndef BACKLINKS_SERVICE_TELEMETRY_GRPC_METRICS_H_
#define BACKLINKS_SERVICE_TELEMETRY_GRPC_METRICS_H_

#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "service/model/call_record.h"
#include "service/telemetry/metric_families.h"

namespace backlinks::telemetry {

class GrpcMetrics {
 public:
  // Creates the series of every method, so that rates are right from the first
  // call on. `registry` must outlive this.
  explicit GrpcMetrics(prometheus::Registry& registry);

  void OnStart(std::string_view method);
  void OnFinish(const CallRecord& record);

 private:
  // Series that are kept, because to look one up by its labels costs more than
  // to change it.
  struct MethodSeries {
    prometheus::Counter& started;
    prometheus::Gauge& active;
    prometheus::Histogram* first_row;  // Null if the method returns no rows.
  };
  struct EndedSeries {
    prometheus::Histogram& duration;
    prometheus::Histogram& sent_size;
    prometheus::Histogram& received_size;
  };

  // These create the series unless they exist.
  MethodSeries AddMethod(std::string_view method);
  EndedSeries AddEnded(std::string_view method, absl::StatusCode code);

  MethodSeries OfMethod(std::string_view method);
  EndedSeries OfEnded(std::string_view method, absl::StatusCode code);

  CounterFamily& started_;
  HistogramFamily& duration_;
  HistogramFamily& sent_size_;
  HistogramFamily& received_size_;
  GaugeFamily& call_registry_;
  prometheus::Gauge& active_streams_;
  HistogramFamily& first_row_;
  // By the names of known methods.
  std::map<std::string, MethodSeries, std::less<>> methods_;
  std::map<std::string, EndedSeries, std::less<>> ended_ok_;
};

}  // namespace backlinks::telemetry

#endif  // BACKLINKS_SERVICE_TELEMETRY_GRPC_METRICS_H_
