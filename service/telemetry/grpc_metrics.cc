#include "service/telemetry/grpc_metrics.h"

#include <algorithm>
#include <array>
#include <map>
#include <string>

#include "absl/status/status.h"

namespace backlinks {
namespace {

using Labels = std::map<std::string, std::string>;

constexpr std::string_view kStream = "StreamRefpages";
constexpr std::array<std::string_view, 5> kMethods = {
    kStream, "ListRefpages", "ExplainRefpages", "ParseFilter", "GetUsage"};
// The number of methods whose responses contain rows.
constexpr size_t kRowMethods = 2;

// Limits the label's values, whatever method a caller may have called.
std::string MethodLabel(std::string_view method) {
  const bool is_ours =
      std::find(kMethods.begin(), kMethods.end(), method) != kMethods.end();
  if (!is_ours) return "other";
  return "backlinks.v1.BacklinksService/" + std::string(method);
}

Labels ByMethod(std::string_view method) {
  return {{"grpc_method", MethodLabel(method)}};
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
  for (const std::string_view method : kMethods) {
    started_.Add(ByMethod(method));
    call_registry_.Add(ByMethod(method));
    const Labels ok = ByMethodAndStatus(method, absl::StatusCode::kOk);
    duration_.Add(ok, LatencyBuckets());
    sent_size_.Add(ok, SizeBuckets());
    received_size_.Add(ok, SizeBuckets());
  }
  for (size_t i = 0; i < kRowMethods; ++i) {
    first_row_.Add(ByMethod(kMethods[i]), LatencyBuckets());
  }
}

void GrpcMetrics::OnStart(std::string_view method) {
  const Labels labels = ByMethod(method);
  started_.Add(labels).Increment();
  call_registry_.Add(labels).Increment();
  if (method == kStream) active_streams_.Increment();
}

void GrpcMetrics::OnFinish(const CallRecord& record) {
  call_registry_.Add(ByMethod(record.method)).Decrement();
  if (record.method == kStream) active_streams_.Decrement();
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

}  // namespace backlinks
