// The spans of one active call.
//
// Threads: as CallTrace.
#ifndef BACKLINKS_SERVICE_TELEMETRY_CALL_SPANS_H_
#define BACKLINKS_SERVICE_TELEMETRY_CALL_SPANS_H_

#include <optional>
#include <string>

#include "service/model/call_record.h"
#include "service/model/call_trace.h"
#include "service/telemetry/span.h"
#include "service/telemetry/span_exporter.h"
#include "service/telemetry/trace_context.h"
#include "service/telemetry/upstream_server.h"

namespace backlinks::telemetry {

class CallSpans final : public CallTrace {
 public:
  // `exporter` and `upstream` must outlive the object. Without a parent the
  // call is the root of a new trace.
  CallSpans(const std::optional<TraceContext>& parent,
            const UpstreamServer& upstream, SpanExporter& exporter);

  const std::string& trace_id() const { return call_.trace_id; }

  void OnPlan(absl::Duration duration, const absl::Status& status) override;
  void OnFetch(const UpstreamFetch& fetch) override;
  void OnDeliver(absl::Duration duration, const absl::Status& status) override;
  void OnFinish(const CallRecord& record);

 private:
  Span Child(const std::string& parent_id) const;

  const UpstreamServer& upstream_;
  SpanExporter& exporter_;
  Span call_;
  const std::string deliver_id_;
};

}  // namespace backlinks::telemetry

#endif  // BACKLINKS_SERVICE_TELEMETRY_CALL_SPANS_H_
