// Where a call is in its caller's trace, as W3C's headers say.
// Source: https://www.w3.org/TR/trace-context/
//
// In:      every value of the metadata traceparent and tracestate.
// Errors:  none: what is malformed counts as not sent. A traceparent that
//          came twice does, and a tracestate without a traceparent.
// Threads: stateless.
#ifndef BACKLINKS_SERVICE_TELEMETRY_TRACE_CONTEXT_H_
#define BACKLINKS_SERVICE_TELEMETRY_TRACE_CONTEXT_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace backlinks {

struct TraceContext {
  std::string trace_id;   // 16 bytes.
  std::string parent_id;  // 8 bytes: the caller's span.
  bool sampled = false;   // The other flags mean nothing yet.
  std::string state;      // tracestate, valid, or "".
};

std::optional<TraceContext> ReadTraceContext(
    const std::vector<std::string_view>& traceparents,
    const std::vector<std::string_view>& tracestates);

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_TELEMETRY_TRACE_CONTEXT_H_
