// All metrics that Prometheus scrapes.
//
// Out:     the text exposition format, served at /metrics.
// Labels:  have a bounded number of values, never ones chosen freely by a
//          caller or an upstream. docs/operations.md lists all metrics and
//          labels.
// Threads: everything may be called from any thread.
#ifndef BACKLINKS_SERVICE_TELEMETRY_SERVICE_METRICS_H_
#define BACKLINKS_SERVICE_TELEMETRY_SERVICE_METRICS_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "prometheus/registry.h"
#include "service/model/call_record.h"
#include "service/telemetry/cache_metrics.h"
#include "service/telemetry/caller_metrics.h"
#include "service/telemetry/connection_metrics.h"
#include "service/telemetry/grpc_metrics.h"
#include "service/telemetry/log_metrics.h"
#include "service/telemetry/open_call_metrics.h"
#include "service/telemetry/process_metrics.h"
#include "service/telemetry/record_metrics.h"
#include "service/telemetry/span_counters.h"
#include "service/telemetry/spending_metrics.h"
#include "service/telemetry/state_metrics.h"
#include "service/telemetry/tls_metrics.h"
#include "service/telemetry/trace_metrics.h"
#include "service/telemetry/upstream_metrics.h"

namespace backlinks::telemetry {

class ServiceMetrics : public CallObserver {
 public:
  // `version` and `upstream` (the dialect's name) become labels of
  // backlinks_build_info.
  ServiceMetrics(std::string_view version, std::string_view upstream);

  // Sets the maximum number of running calls of all methods but ParseFilter
  // together, to compare usage with.
  void SetMaxStreams(int64_t max_streams);

  void OnStart(std::string_view method) override;
  void OnFinish(const CallRecord& record) override;
  void OnUpstream(int http_status, absl::Duration latency) override;
  void OnUpstreamPhase(UpstreamPhase phase, absl::Duration duration) override;
  void OnUpstreamRetry(int http_status, absl::Duration waited) override;
  void OnRateWait(const std::string& caller, absl::Duration waited) override;

  // Sets the source of the counts of lost log lines, which is read at each
  // scrape. Must be called before the first scrape; without it they are 0.
  void SetLogLosses(LogMetrics::Source source) {
    log_.SetSource(std::move(source));
  }

  // Sets the source of the counts of connections, which is read at each scrape.
  // Without it they are 0.
  void SetConnections(ConnectionMetrics::Source source) {
    connections_.SetSource(std::move(source));
  }

  // The same for the counts of open calls.
  void SetOpenCalls(OpenCallMetrics::Source source) {
    open_calls_.SetSource(std::move(source));
  }

  // The counters that a span exporter updates; 0 without an exporter.
  SpanCounters& spans() { return traces_; }

  // The metrics that whoever loads the callers' file updates.
  CallerMetrics& callers() { return callers_; }
  TlsMetrics& tls() { return tls_; }
  // Those that the watch of the shared state updates.
  StateMetrics& state() { return state_; }
  SpendingMetrics& spending() { return spending_; }
  CacheObserver& cache() { return cache_; }

  // Returns all metrics in the text exposition format.
  std::string Text() const;
  // The content type of Text.
  static constexpr std::string_view kContentType =
      "text/plain; version=0.0.4; charset=utf-8";

 private:
  prometheus::Registry registry_;
  ProcessMetrics process_;
  LogMetrics log_;
  ConnectionMetrics connections_;
  OpenCallMetrics open_calls_;
  GrpcMetrics grpc_;
  RecordMetrics records_;
  CallerMetrics callers_;
  UpstreamMetrics upstream_;
  TraceMetrics traces_;
  TlsMetrics tls_;
  StateMetrics state_;
  SpendingMetrics spending_;
  CacheMetrics cache_;
  prometheus::Gauge& max_streams_;
};

}  // namespace backlinks::telemetry

#endif  // BACKLINKS_SERVICE_TELEMETRY_SERVICE_METRICS_H_
