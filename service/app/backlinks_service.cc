#include "service/app/backlinks_service.h"

#include <memory>
#include <string>
#include <utility>

#include "fmt/format.h"
#include "service/app/trace_id.h"
#include "service/deliver/stream_reactor.h"
#include "service/status/grpc_status.h"
#include "service/status/status.h"

namespace backlinks {
namespace {

CallRecord BeginRecord(const grpc::CallbackServerContext& context,
                       std::string_view method) {
  CallRecord record;
  record.method = std::string(method);
  record.peer = context.peer();
  const auto& metadata = context.client_metadata();
  if (const auto it = metadata.find("traceparent"); it != metadata.end()) {
    record.trace_id =
        TraceIdOf(std::string_view(it->second.data(), it->second.size()));
  }
  record.start = absl::Now();
  return record;
}

// A stream that ends with an error before it has begun.
class RefusedStream final : public grpc::ServerWriteReactor<grpc::ByteBuffer> {
 public:
  explicit RefusedStream(const absl::Status& status) {
    Finish(ToGrpcStatus(status));
  }
  void OnDone() override { delete this; }
};

}  // namespace

grpc::ServerWriteReactor<grpc::ByteBuffer>* BacklinksServer::StreamRefpages(
    grpc::CallbackServerContext* context, const grpc::ByteBuffer* request) {
  CallRecord record = BeginRecord(*context, "StreamRefpages");
  observer_.OnStart(record.method);
  const absl::StatusOr<int64_t> entered = active_calls_.Enter();
  if (!entered.ok()) {
    record.status = entered.status();
    observer_.OnFinish(record);
    return new RefusedStream(entered.status());
  }
  const Worker& worker = workers_[next_worker_++ % workers_.size()];
  const absl::Time deadline = absl::FromChrono(context->deadline());
  const int64_t place = *entered;
  auto call = std::make_shared<StreamCall>(stages_, *worker.exchange, *request,
                                           deadline, std::move(record));
  auto reactor = StreamReactor::Start(
      worker.executor, deadline,
      [call](MessageWriter& writer) { return call->Run(writer); },
      [this, call, place](const absl::Status& status) {
        active_calls_.Leave(place);
        observer_.OnFinish(call->Finish(status));
      });
  active_calls_.Seat(place, reactor);
  return reactor.get();
}

grpc::ServerUnaryReactor* BacklinksServer::ListRefpages(
    grpc::CallbackServerContext* context, const v1::ListRefpagesRequest*,
    v1::ListRefpagesResponse*) {
  return Refuse(context, "ListRefpages", "use StreamRefpages");
}

grpc::ServerUnaryReactor* BacklinksServer::ExplainRefpages(
    grpc::CallbackServerContext* context, const v1::ExplainRefpagesRequest*,
    v1::ExplainRefpagesResponse*) {
  return Refuse(context, "ExplainRefpages",
                "max_price caps what a stream may cost");
}

grpc::ServerUnaryReactor* BacklinksServer::ParseFilter(
    grpc::CallbackServerContext* context, const v1::ParseFilterRequest*,
    v1::ParseFilterResponse*) {
  return Refuse(context, "ParseFilter",
                "the command line client parses filter text");
}

grpc::ServerUnaryReactor* BacklinksServer::GetUsage(
    grpc::CallbackServerContext* context, const v1::GetUsageRequest*,
    v1::GetUsageResponse*) {
  return Refuse(context, "GetUsage", "every stream's summary has its price");
}

grpc::ServerUnaryReactor* BacklinksServer::Refuse(
    grpc::CallbackServerContext* context, std::string_view method,
    std::string_view instead) {
  CallRecord record = BeginRecord(*context, method);
  observer_.OnStart(record.method);
  record.status =
      MakeError(Reason::kNotImplemented,
                fmt::format("{} is not in this version; {}", method, instead),
                {{"method", record.method}});
  record.duration = absl::Now() - record.start;
  observer_.OnFinish(record);
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  reactor->Finish(ToGrpcStatus(record.status));
  return reactor;
}

}  // namespace backlinks
