// Spans as the message that OTLP carries.
// Source: https://opentelemetry.io/docs/specs/otlp/
//
// Limits:  2 KiB a text, cut between characters; what is not UTF-8 is mended.
// Threads: stateless.
#ifndef BACKLINKS_SERVICE_TELEMETRY_OTLP_REQUEST_H_
#define BACKLINKS_SERVICE_TELEMETRY_OTLP_REQUEST_H_

#include <string>
#include <vector>

#include "opentelemetry/proto/collector/trace/v1/trace_service.pb.h"
#include "service/telemetry/span.h"

namespace backlinks {

// Who it is that says all this.
struct TraceResource {
  std::string version;      // Of the service "backlinks".
  std::string instance_id;  // Another one for every process.
  std::string host_name;
};

opentelemetry::proto::collector::trace::v1::ExportTraceServiceRequest
MakeOtlpRequest(const TraceResource& resource, const std::vector<Span>& spans);

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_TELEMETRY_OTLP_REQUEST_H_
