#include "service/telemetry/call_spans.h"

#include <cstdint>
#include <utility>

#include "absl/time/clock.h"
#include "service/telemetry/span_attributes.h"
#include "service/telemetry/span_id.h"

namespace backlinks::telemetry {

CallSpans::CallSpans(const std::optional<TraceContext>& parent,
                     const UpstreamServer& upstream, SpanExporter& exporter)
    : upstream_(upstream), exporter_(exporter), deliver_id_(RandomSpanId()) {
  call_.trace_id = parent ? parent->trace_id : RandomTraceId();
  call_.span_id = RandomSpanId();
  call_.kind = SpanKind::kServer;
  if (!parent) return;
  call_.parent_id = parent->parent_id;
  call_.parent_is_remote = true;
  call_.state = parent->state;
}

Span CallSpans::Child(const std::string& parent_id) const {
  Span span;
  span.trace_id = call_.trace_id;
  span.span_id = RandomSpanId();
  span.parent_id = parent_id;
  span.state = call_.state;
  return span;
}

void CallSpans::OnPlan(absl::Duration duration, const absl::Status& status) {
  Span span = Child(call_.span_id);
  span.name = "plan";
  span.end = absl::Now();
  span.start = span.end - duration;
  DescribeStatus(status, span);
  exporter_.Export(std::move(span));
}

void CallSpans::OnFetch(const UpstreamFetch& fetch) {
  int64_t sent = 0;
  for (const HttpAttempt& attempt : fetch.attempts) {
    Span span = Child(fetch.page ? deliver_id_ : call_.span_id);
    span.start = attempt.start;
    span.end = attempt.start + attempt.duration;
    DescribeAttempt(upstream_, fetch, attempt, sent, span);
    if (&attempt == &fetch.attempts.back()) DescribeFetch(fetch, span);
    exporter_.Export(std::move(span));
    sent += attempt.sent;
  }
}

void CallSpans::OnDeliver(absl::Duration duration, const absl::Status& status) {
  Span span = Child(call_.span_id);
  span.span_id = deliver_id_;
  span.name = "deliver";
  span.end = absl::Now();
  span.start = span.end - duration;
  DescribeStatus(status, span);
  exporter_.Export(std::move(span));
}

void CallSpans::OnFinish(const CallRecord& record) {
  Span span = call_;
  span.start = record.start;
  span.end = record.start + record.duration;
  DescribeCall(record, span);
  exporter_.Export(std::move(span));
}

}  // namespace backlinks::telemetry
