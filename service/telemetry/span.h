// One OpenTelemetry span, before it is converted to a message.
#ifndef BACKLINKS_SERVICE_TELEMETRY_SPAN_H_
#define BACKLINKS_SERVICE_TELEMETRY_SPAN_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "absl/time/time.h"

namespace backlinks::telemetry {

enum class SpanKind { kInternal, kServer, kClient };

// Attribute names are constants, never chosen by a caller.
using AttributeValue = std::variant<std::string, int64_t, double, bool>;
using Attributes = std::vector<std::pair<std::string_view, AttributeValue>>;

struct SpanEvent {
  std::string_view name;
  absl::Time time;
};

struct Span {
  std::string trace_id;   // 16 bytes.
  std::string span_id;    // 8 bytes.
  std::string parent_id;  // 8 bytes; empty for the root of the trace.
  bool parent_is_remote = false;
  std::string state;  // The tracestate of W3C Trace Context.
  std::string name;
  SpanKind kind = SpanKind::kInternal;
  absl::Time start;
  absl::Time end;
  Attributes attributes;
  std::vector<SpanEvent> events;
  bool failed = false;
  std::string error;  // The error message, if it may be exported.
};

}  // namespace backlinks::telemetry

#endif  // BACKLINKS_SERVICE_TELEMETRY_SPAN_H_
