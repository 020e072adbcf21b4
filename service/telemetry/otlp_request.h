// Converts spans to an OTLP export request.
// Source: https://opentelemetry.io/docs/specs/otlp/
//
// Limits:  2 KiB per text, truncated between characters; invalid UTF-8 is
//          repaired.
// Threads: stateless.
#ifndef BACKLINKS_SERVICE_TELEMETRY_OTLP_REQUEST_H_
#define BACKLINKS_SERVICE_TELEMETRY_OTLP_REQUEST_H_

#include <string>
#include <vector>

#include "opentelemetry/proto/collector/trace/v1/trace_service.pb.h"
#include "service/telemetry/span.h"

namespace backlinks::telemetry {

// The OTel resource that identifies this process.
struct TraceResource {
  std::string version;      // The version of the service "backlinks".
  std::string instance_id;  // Unique per process.
  std::string host_name;
};

opentelemetry::proto::collector::trace::v1::ExportTraceServiceRequest
MakeOtlpRequest(const TraceResource& resource, const std::vector<Span>& spans);

}  // namespace backlinks::telemetry

#endif  // BACKLINKS_SERVICE_TELEMETRY_OTLP_REQUEST_H_
