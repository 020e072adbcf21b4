#include "service/rpc/begin_record.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "service/telemetry/trace_context.h"

namespace backlinks::rpc {
namespace {

// Returns all values of the metadata key.
std::vector<std::string_view> MetadataValues(
    const grpc::CallbackServerContext& context, std::string_view name) {
  std::vector<std::string_view> values;
  const auto [begin, end] = context.client_metadata().equal_range(
      grpc::string_ref(name.data(), name.size()));
  for (auto it = begin; it != end; ++it) {
    values.emplace_back(it->second.data(), it->second.size());
  }
  return values;
}

}  // namespace

CallRecorder BeginRecord(const grpc::CallbackServerContext& context,
                         std::string_view method, int64_t request_bytes,
                         telemetry::CallTracer* tracer) {
  CallOrigin origin{.method = std::string(method),
                    .peer = context.peer(),
                    .request_bytes = request_bytes};
  const auto agents = MetadataValues(context, "user-agent");
  if (!agents.empty()) origin.user_agent = std::string(agents.front());
  const auto parent =
      telemetry::ReadTraceContext(MetadataValues(context, "traceparent"),
                                  MetadataValues(context, "tracestate"));
  if (parent) origin.trace_id = absl::BytesToHexString(parent->trace_id);
  if (tracer != nullptr) tracer->Begin(parent, origin);
  return CallRecorder(std::move(origin));
}

}  // namespace backlinks::rpc
