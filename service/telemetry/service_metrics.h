// Everything that Prometheus scrapes.
//
// Out:     the text exposition format, for /metrics.
// Labels:  of bounded number of values: nothing that a caller or an upstream
//          chose freely. docs/operations.md lists all metrics and labels.
// Threads: everything may be called from any thread.
#ifndef BACKLINKS_SERVICE_TELEMETRY_SERVICE_METRICS_H_
#define BACKLINKS_SERVICE_TELEMETRY_SERVICE_METRICS_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "prometheus/registry.h"
#include "service/model/call_record.h"
#include "service/telemetry/grpc_metrics.h"
#include "service/telemetry/log_metrics.h"
#include "service/telemetry/process_metrics.h"
#include "service/telemetry/record_metrics.h"
#include "service/telemetry/span_counters.h"
#include "service/telemetry/trace_metrics.h"
#include "service/telemetry/upstream_metrics.h"

namespace backlinks {

class ServiceMetrics : public CallObserver {
 public:
  // `version` and `upstream` (the dialect's name) become labels of
  // backlinks_build_info.
  ServiceMetrics(std::string_view version, std::string_view upstream);

  // The limit of RPCs at once, for those who compare what is used with it.
  void SetMaxStreams(int64_t max_streams);

  void OnStart(std::string_view method) override;
  void OnFinish(const CallRecord& record) override;
  void OnUpstream(int http_status, absl::Duration latency) override;
  void OnUpstreamPhase(UpstreamPhase phase, absl::Duration duration) override;
  void OnUpstreamRetry(int http_status, absl::Duration waited) override;
  void OnRateWait(absl::Duration waited) override;

  // Reads the lines that the log has lost, at every scrape. To be called before
  // the first; without it they are 0.
  void SetLogLosses(LogMetrics::Source source) {
    log_.SetSource(std::move(source));
  }

  // Whoever exports spans tells it; without one they are 0.
  SpanCounters& spans() { return traces_; }

  // What Prometheus scrapes.
  std::string Text() const;
  // The content type of Text.
  static constexpr std::string_view kContentType =
      "text/plain; version=0.0.4; charset=utf-8";

 private:
  prometheus::Registry registry_;
  ProcessMetrics process_;
  LogMetrics log_;
  GrpcMetrics grpc_;
  RecordMetrics records_;
  UpstreamMetrics upstream_;
  TraceMetrics traces_;
  prometheus::Gauge& max_streams_;
};

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_TELEMETRY_SERVICE_METRICS_H_
