#include "service/telemetry/grpc_metrics.h"

#include <map>
#include <string>

#include "absl/status/status.h"
#include "service/model/rpc_method.h"

namespace backlinks::telemetry {
namespace {

using Labels = std::map<std::string, std::string>;

// Limits the label's values, whatever method a caller may have called.
std::string MethodLabel(std::string_view method) {
  const RpcMethod* const known = FindMethod(method);
  return known == nullptr ? "other" : known->full_name;
}

Labels ByMethod(std::string_view method) {
  return {{"grpc_method", MethodLabel(method)}};
}

bool IsStream(std::string_view method) {
  const RpcMethod* const known = FindMethod(method);
  return known != nullptr && known->is_stream;
}

bool ReturnsRows(std::string_view method) {
  const RpcMethod* const known = FindMethod(method);
  return known != nullptr && known->returns_rows;
}

Labels ByMethodAndStatus(std::string_view method, absl::StatusCode code) {
  return {{"grpc_method", MethodLabel(method)},
          {"grpc_status", absl::StatusCodeToString(code)}};
}

}  // namespace

GrpcMetrics::GrpcMetrics(prometheus::Registry& registry)
    : started_(AddCounters(registry, "grpc_server_call_started_total",
                           "RPCs that arrived, including rejected ones.")),
      duration_(AddHistograms(registry, "grpc_server_call_duration_seconds",
                              "Time from an RPC's arrival to its status.")),
      sent_size_(AddHistograms(
          registry, "grpc_server_call_sent_total_compressed_message_size_bytes",
          "Messages sent to the caller in an RPC, serialized.")),
      received_size_(AddHistograms(
          registry, "grpc_server_call_rcvd_total_compressed_message_size_bytes",
          "Messages received from the caller in an RPC, serialized.")),
      call_registry_(
          AddGauges(registry, "backlinks_active_calls", "RPCs that run now.")),
      active_streams_(AddGauges(registry, "backlinks_active_streams",
                                "StreamRefpages RPCs that run now.")
                          .Add({})),
      first_row_(AddHistograms(registry, "backlinks_first_row_seconds",
                               "Time from an RPC's arrival to its first row, "
                               "of those that had one.")) {
  for (const RpcMethod& method : AllMethods()) {
    methods_.emplace(method.name, AddMethod(method.name));
    ended_ok_.emplace(method.name,
                      AddEnded(method.name, absl::StatusCode::kOk));
  }
}

GrpcMetrics::MethodSeries GrpcMetrics::AddMethod(std::string_view method) {
  const Labels labels = ByMethod(method);
  return {started_.Add(labels), call_registry_.Add(labels),
          ReturnsRows(method) ? &first_row_.Add(labels, LatencyBuckets())
                              : nullptr};
}

GrpcMetrics::EndedSeries GrpcMetrics::AddEnded(std::string_view method,
                                               absl::StatusCode code) {
  const Labels labels = ByMethodAndStatus(method, code);
  return {duration_.Add(labels, LatencyBuckets()),
          sent_size_.Add(labels, SizeBuckets()),
          received_size_.Add(labels, SizeBuckets())};
}

GrpcMetrics::MethodSeries GrpcMetrics::OfMethod(std::string_view method) {
  const auto it = methods_.find(method);
  return it != methods_.end() ? it->second : AddMethod(method);
}

GrpcMetrics::EndedSeries GrpcMetrics::OfEnded(std::string_view method,
                                              absl::StatusCode code) {
  const auto it = ended_ok_.find(method);
  const bool is_kept = code == absl::StatusCode::kOk && it != ended_ok_.end();
  return is_kept ? it->second : AddEnded(method, code);
}

void GrpcMetrics::OnStart(std::string_view method) {
  const MethodSeries series = OfMethod(method);
  series.started.Increment();
  series.active.Increment();
  if (IsStream(method)) active_streams_.Increment();
}

void GrpcMetrics::OnFinish(const CallRecord& record) {
  const MethodSeries series = OfMethod(record.method);
  series.active.Decrement();
  if (IsStream(record.method)) active_streams_.Decrement();
  const EndedSeries ended = OfEnded(record.method, record.status.code());
  Observe(ended.duration, record.duration);
  ended.sent_size.Observe(static_cast<double>(record.sent_bytes));
  ended.received_size.Observe(static_cast<double>(record.request_bytes));
  if (record.first_row > absl::ZeroDuration() && series.first_row != nullptr) {
    Observe(*series.first_row, record.first_row);
  }
}

}  // namespace backlinks::telemetry
