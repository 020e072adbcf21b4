#include "service/app/begin_record.h"

#include <string>

#include "absl/time/clock.h"
#include "service/app/trace_id.h"

namespace backlinks {
namespace {

// "": it was not sent.
std::string_view Metadatum(const grpc::CallbackServerContext& context,
                           std::string_view name) {
  const auto& metadata = context.client_metadata();
  const auto it = metadata.find(grpc::string_ref(name.data(), name.size()));
  if (it == metadata.end()) return "";
  return {it->second.data(), it->second.size()};
}

}  // namespace

CallRecord BeginRecord(const grpc::CallbackServerContext& context,
                       std::string_view method) {
  CallRecord record;
  record.method = std::string(method);
  record.peer = context.peer();
  record.user_agent = std::string(Metadatum(context, "user-agent"));
  const std::string_view parent = Metadatum(context, "traceparent");
  if (!parent.empty()) record.trace_id = TraceIdOf(parent);
  record.start = absl::Now();
  return record;
}

}  // namespace backlinks
