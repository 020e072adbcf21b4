// Creates the spans of calls, by OpenTelemetry's semantic conventions for RPC
// and HTTP.
//
// Tree:    the call (SERVER) has the children "plan" and "deliver"; the latter
//          has a child for each request to the upstream, retries included
//          (CLIENT). The request of GetUsage is a child of the call.
// Sampled: calls that the caller samples; without a valid traceparent every
//          call, as the root of its own trace.
// Privacy: as for the log: no text of the caller except the target. URLs are
//          without their query, which contains tokens and filters.
// Threads: every method may be called from any thread; the trace made by Begin
//          is used by one thread at a time.
#ifndef BACKLINKS_SERVICE_TELEMETRY_CALL_TRACER_H_
#define BACKLINKS_SERVICE_TELEMETRY_CALL_TRACER_H_

#include <optional>
#include <string_view>
#include <utility>

#include "service/model/call_record.h"
#include "service/model/call_recorder.h"
#include "service/telemetry/span_exporter.h"
#include "service/telemetry/trace_context.h"
#include "service/telemetry/upstream_server.h"

namespace backlinks::telemetry {

class CallTracer final : public CallObserver {
 public:
  // `exporter` must outlive the tracer.
  explicit CallTracer(SpanExporter& exporter) : exporter_(exporter) {}

  // Must be called before the first call.
  void SetUpstream(UpstreamServer upstream) { upstream_ = std::move(upstream); }

  // Sets the trace of a call that begins, and its id, if the call is sampled.
  void Begin(const std::optional<TraceContext>& parent, CallOrigin& origin);

  void OnStart(std::string_view /*method*/) override {}
  void OnFinish(const CallRecord& record) override;

 private:
  SpanExporter& exporter_;
  UpstreamServer upstream_;
};

}  // namespace backlinks::telemetry

#endif  // BACKLINKS_SERVICE_TELEMETRY_CALL_TRACER_H_
