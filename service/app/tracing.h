// The traces of this server: from its calls to the collector that
// --otlp_endpoint names.
//
// Threads: as CallTracer and SpanExporter.
#ifndef BACKLINKS_SERVICE_APP_TRACING_H_
#define BACKLINKS_SERVICE_APP_TRACING_H_

#include <memory>
#include <string>

#include "service/config/options.h"
#include "service/telemetry/call_tracer.h"
#include "service/telemetry/span_counters.h"
#include "service/telemetry/span_exporter.h"

namespace backlinks {

class Tracing {
 public:
  // Null: no endpoint was given. `counters` must outlive it.
  static std::unique_ptr<Tracing> Make(const Options& options,
                                       const std::string& version,
                                       SpanCounters& counters);

  CallTracer& tracer() { return tracer_; }
  SpanExporter& exporter() { return exporter_; }

 private:
  Tracing(const ExporterOptions& options, SpanCounters& counters)
      : exporter_(options, counters), tracer_(exporter_) {}

  SpanExporter exporter_;
  CallTracer tracer_;
};

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_APP_TRACING_H_
