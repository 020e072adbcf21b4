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
    const Labels by_method = ByMethod(method.name);
    started_.Add(by_method);
    call_registry_.Add(by_method);
    if (method.returns_rows) first_row_.Add(by_method, LatencyBuckets());
    const Labels ok = ByMethodAndStatus(method.name, absl::StatusCode::kOk);
    duration_.Add(ok, LatencyBuckets());
    sent_size_.Add(ok, SizeBuckets());
    received_size_.Add(ok, SizeBuckets());
  }
}

void GrpcMetrics::OnStart(std::string_view method) {
  const Labels labels = ByMethod(method);
  started_.Add(labels).Increment();
  call_registry_.Add(labels).Increment();
  if (IsStream(method)) active_streams_.Increment();
}

void GrpcMetrics::OnFinish(const CallRecord& record) {
  call_registry_.Add(ByMethod(record.method)).Decrement();
  if (IsStream(record.method)) active_streams_.Decrement();
  const Labels labels = ByMethodAndStatus(record.method, record.status.code());
  Observe(duration_.Add(labels, LatencyBuckets()), record.duration);
  sent_size_.Add(labels, SizeBuckets())
      .Observe(static_cast<double>(record.sent_bytes));
  received_size_.Add(labels, SizeBuckets())
      .Observe(static_cast<double>(record.request_bytes));
  if (record.first_row > absl::ZeroDuration()) {
    Observe(first_row_.Add(ByMethod(record.method), LatencyBuckets()),
            record.first_row);
  }
}

}  // namespace backlinks::telemetry
