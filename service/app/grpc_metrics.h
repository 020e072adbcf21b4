// The RPCs of this server, by the names, labels and buckets of gRPC's own
// metrics (proposal A66) in Prometheus' spelling, and what A66 lacks.
//
// Started:  counted when a call arrives, refused ones (CONCURRENCY, DRAINING)
//           and those of methods that do not exist included. Not counted: the
//           health and reflection services, which probes would drown the
//           others in, and what gRPC refuses before this service sees it (a
//           unary request that cannot be parsed or is too large).
// Duration: from then until the status is handed to gRPC.
// Sizes:    of a call's messages together, serialized, before framing,
//           compression and headers: this server compresses nothing, and of a
//           caller's compressed request the callback API tells no other size.
// Labels:   grpc_method is "backlinks.v1.BacklinksService/<Method>" or
//           "other"; grpc_status is gRPC's name of the code ("OK").
// Threads:  everything may be called from any thread.
#ifndef BACKLINKS_SERVICE_APP_GRPC_METRICS_H_
#define BACKLINKS_SERVICE_APP_GRPC_METRICS_H_

#include <string_view>

#include "service/app/metric_families.h"
#include "service/model/call_record.h"

namespace backlinks {

class GrpcMetrics {
 public:
  // Series of every method are there at once, so that rates are right from the
  // first call on. `registry` must outlive this.
  explicit GrpcMetrics(prometheus::Registry& registry);

  void OnStart(std::string_view method);
  void OnFinish(const CallRecord& record);

 private:
  CounterFamily& started_;
  HistogramFamily& duration_;
  HistogramFamily& sent_size_;
  HistogramFamily& received_size_;
  GaugeFamily& active_calls_;
  prometheus::Gauge& active_streams_;
  HistogramFamily& first_row_;
};

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_APP_GRPC_METRICS_H_
