#include "service/telemetry/otlp_request.h"

#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <variant>

#include "service/common/text/log_text.h"

namespace backlinks::telemetry {
namespace {

namespace otlp = opentelemetry::proto::trace::v1;
using opentelemetry::proto::collector::trace::v1::ExportTraceServiceRequest;
using opentelemetry::proto::common::v1::AnyValue;
using opentelemetry::proto::common::v1::KeyValue;
using KeyValues = google::protobuf::RepeatedPtrField<KeyValue>;

constexpr size_t kMaxSpanTextBytes = 2048;

// The version of the semantic conventions for attribute names.
constexpr char kSchema[] = "https://opentelemetry.io/schemas/1.30.0";

// Bits of Span.flags: W3C's "sampled", then OTLP's own.
constexpr uint32_t kSampled = 0x001;
constexpr uint32_t kKnowsWhetherRemote = 0x100;
constexpr uint32_t kParentIsRemote = 0x200;

void Set(const AttributeValue& value, AnyValue& out) {
  std::visit(
      [&out](const auto& held) {
        using Held = std::decay_t<decltype(held)>;
        if constexpr (std::is_same_v<Held, std::string>) {
          out.set_string_value(text::LogText(held, kMaxSpanTextBytes));
        } else if constexpr (std::is_same_v<Held, int64_t>) {
          out.set_int_value(held);
        } else if constexpr (std::is_same_v<Held, double>) {
          out.set_double_value(held);
        } else {
          out.set_bool_value(held);
        }
      },
      value);
}

void Add(std::string_view name, const AttributeValue& value, KeyValues& out) {
  KeyValue& added = *out.Add();
  added.set_key(std::string(name));
  Set(value, *added.mutable_value());
}

otlp::Span::SpanKind KindOf(const Span& span) {
  switch (span.kind) {
    case SpanKind::kServer:
      return otlp::Span::SPAN_KIND_SERVER;
    case SpanKind::kClient:
      return otlp::Span::SPAN_KIND_CLIENT;
    case SpanKind::kInternal:
      break;
  }
  return otlp::Span::SPAN_KIND_INTERNAL;
}

void SetIdentity(const Span& span, otlp::Span& out) {
  out.set_trace_id(span.trace_id);
  out.set_span_id(span.span_id);
  out.set_parent_span_id(span.parent_id);
  out.set_trace_state(span.state);
  out.set_flags(kSampled | kKnowsWhetherRemote |
                (span.parent_is_remote ? kParentIsRemote : 0));
}

void SetSpan(const Span& span, otlp::Span& out) {
  SetIdentity(span, out);
  out.set_name(text::LogText(span.name, kMaxSpanTextBytes));
  out.set_kind(KindOf(span));
  out.set_start_time_unix_nano(absl::ToUnixNanos(span.start));
  out.set_end_time_unix_nano(absl::ToUnixNanos(span.end));
  for (const auto& [name, value] : span.attributes) {
    Add(name, value, *out.mutable_attributes());
  }
  for (const SpanEvent& event : span.events) {
    otlp::Span::Event& added = *out.add_events();
    added.set_name(std::string(event.name));
    added.set_time_unix_nano(absl::ToUnixNanos(event.time));
  }
  if (!span.failed) return;
  out.mutable_status()->set_code(otlp::Status::STATUS_CODE_ERROR);
  out.mutable_status()->set_message(
      text::LogText(span.error, kMaxSpanTextBytes));
}

}  // namespace

ExportTraceServiceRequest MakeOtlpRequest(const TraceResource& resource,
                                          const std::vector<Span>& spans) {
  ExportTraceServiceRequest request;
  otlp::ResourceSpans& all = *request.add_resource_spans();
  all.set_schema_url(kSchema);
  KeyValues& who = *all.mutable_resource()->mutable_attributes();
  Add("service.name", std::string("backlinks"), who);
  Add("service.version", resource.version, who);
  Add("service.instance.id", resource.instance_id, who);
  Add("host.name", resource.host_name, who);
  otlp::ScopeSpans& scope = *all.add_scope_spans();
  scope.set_schema_url(kSchema);
  scope.mutable_scope()->set_name("backlinks");
  scope.mutable_scope()->set_version(resource.version);
  for (const Span& span : spans) SetSpan(span, *scope.add_spans());
  return request;
}

}  // namespace backlinks::telemetry
