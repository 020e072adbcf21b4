// The position of a call in its caller's trace, from the headers of W3C Trace
// Context.
// Source: https://www.w3.org/TR/trace-context/
//
// In:      all values of the metadata keys traceparent and tracestate.
// Errors:  none: malformed headers are ignored, and so are a traceparent that
//          was sent twice, and a tracestate without a traceparent.
// Threads: stateless.
#ifndef BACKLINKS_SERVICE_TELEMETRY_TRACE_CONTEXT_H_
#define BACKLINKS_SERVICE_TELEMETRY_TRACE_CONTEXT_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace backlinks::telemetry {

struct TraceContext {
  std::string trace_id;   // 16 bytes.
  std::string parent_id;  // 8 bytes: the caller's span.
  bool sampled = false;   // The other flags have no meaning yet.
  std::string state;      // A valid tracestate, or "".
};

std::optional<TraceContext> ReadTraceContext(
    const std::vector<std::string_view>& traceparents,
    const std::vector<std::string_view>& tracestates);

}  // namespace backlinks::telemetry

#endif  // BACKLINKS_SERVICE_TELEMETRY_TRACE_CONTEXT_H_
