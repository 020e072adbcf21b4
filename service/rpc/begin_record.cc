#include "service/rpc/begin_record.h"

#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/time/clock.h"
#include "service/telemetry/trace_context.h"

namespace backlinks {
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

CallRecord BeginRecord(const grpc::CallbackServerContext& context,
                       std::string_view method, CallTracer* tracer) {
  CallRecord record;
  record.method = std::string(method);
  record.peer = context.peer();
  const auto agents = MetadataValues(context, "user-agent");
  if (!agents.empty()) record.user_agent = std::string(agents.front());
  const auto parent = ReadTraceContext(MetadataValues(context, "traceparent"),
                                       MetadataValues(context, "tracestate"));
  if (parent) record.trace_id = absl::BytesToHexString(parent->trace_id);
  if (tracer != nullptr) tracer->Begin(parent, record);
  record.start = absl::Now();
  return record;
}

}  // namespace backlinks
