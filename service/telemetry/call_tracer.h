// Makes the spans of calls, by OpenTelemetry's semantic conventions for RPC
// and HTTP.
//
// Tree:    the call (SERVER); below it "plan" and "deliver"; below the latter
//          every request to the upstream, retries included (CLIENT). GetUsage
//          has its request below the call.
// Sampled: what the caller samples; without a valid traceparent every call,
//          as the root of a trace of its own.
// Privacy: as the log: nothing that a caller wrote but the target. URLs have
//          no query, which is where tokens and filters are.
// Threads: every method may be called from any thread; what Begin makes is
//          told by one thread at a time.
#ifndef BACKLINKS_SERVICE_TELEMETRY_CALL_TRACER_H_
#define BACKLINKS_SERVICE_TELEMETRY_CALL_TRACER_H_

#include <optional>
#include <string_view>
#include <utility>

#include "service/model/call_record.h"
#include "service/telemetry/span_exporter.h"
#include "service/telemetry/trace_context.h"
#include "service/telemetry/upstream_server.h"

namespace backlinks {

class CallTracer final : public CallObserver {
 public:
  // `exporter` must outlive it.
  explicit CallTracer(SpanExporter& exporter) : exporter_(exporter) {}

  // To be called before the first call.
  void SetUpstream(UpstreamServer upstream) { upstream_ = std::move(upstream); }

  // Gives the call a trace if it is sampled, and the trace's id.
  void Begin(const std::optional<TraceContext>& parent, CallRecord& record);

  void OnStart(std::string_view /*method*/) override {}
  void OnFinish(const CallRecord& record) override;

 private:
  SpanExporter& exporter_;
  UpstreamServer upstream_;
};

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_TELEMETRY_CALL_TRACER_H_
