// Exports traces of the server's calls to the collector at --otlp_endpoint.
//
// Threads: see CallTracer and SpanExporter.
#ifndef BACKLINKS_SERVICE_APP_TRACING_H_
#define BACKLINKS_SERVICE_APP_TRACING_H_

#include <memory>
#include <string>

#include "service/config/options.h"
#include "service/telemetry/call_tracer.h"
#include "service/telemetry/span_counters.h"
#include "service/telemetry/span_exporter.h"

namespace backlinks::app {

class Tracing {
 public:
  // Returns null if no endpoint is configured. `counters` must outlive the
  // result.
  static std::unique_ptr<Tracing> Make(const config::Options& options,
                                       const std::string& version,
                                       telemetry::SpanCounters& counters);

  telemetry::CallTracer& tracer() { return tracer_; }
  telemetry::SpanExporter& exporter() { return exporter_; }

 private:
  Tracing(const telemetry::ExporterOptions& options,
          telemetry::SpanCounters& counters)
      : exporter_(options, counters), tracer_(exporter_) {}

  telemetry::SpanExporter exporter_;
  telemetry::CallTracer tracer_;
};

}  // namespace backlinks::app

#endif  // BACKLINKS_SERVICE_APP_TRACING_H_
