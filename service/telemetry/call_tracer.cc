#include "service/telemetry/call_tracer.h"

#include <memory>

#include "absl/strings/escaping.h"
#include "service/telemetry/call_spans.h"

namespace backlinks::telemetry {

void CallTracer::Begin(const std::optional<TraceContext>& parent,
                       CallOrigin& origin) {
  if (parent && !parent->sampled) return;
  auto spans = std::make_shared<CallSpans>(parent, upstream_, exporter_);
  origin.trace_id = absl::BytesToHexString(spans->trace_id());
  origin.trace = std::move(spans);
}

void CallTracer::OnFinish(const CallRecord& record) {
  // The trace was made by Begin, the only place that makes any.
  if (record.trace) static_cast<CallSpans&>(*record.trace).OnFinish(record);
}

}  // namespace backlinks::telemetry
