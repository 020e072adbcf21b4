#include "service/rpc/begin_record.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "service/rpc/client_metadata.h"
#include "service/telemetry/trace_context.h"

namespace backlinks::rpc {

CallRecorder BeginRecord(const grpc::CallbackServerContext& context,
                         std::string_view method,
                         telemetry::CallTracer* tracer) {
  CallOrigin origin{.method = std::string(method), .peer = context.peer()};
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
