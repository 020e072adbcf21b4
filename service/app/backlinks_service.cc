#include "service/app/backlinks_service.h"

#include <memory>
#include <string>
#include <utility>

#include "service/app/begin_record.h"
#include "service/app/explain.h"
#include "service/app/list_call.h"
#include "service/app/stream_call.h"
#include "service/app/usage_call.h"
#include "service/deliver/stream_reactor.h"
#include "service/deliver/unary_reactor.h"
#include "service/status/grpc_status.h"
#include "service/status/status.h"
#include "service/translate/filter_translator.h"

namespace backlinks {
namespace {

// A stream that ends with an error before it has begun.
class RefusedStream final : public grpc::ServerWriteReactor<grpc::ByteBuffer> {
 public:
  explicit RefusedStream(const absl::Status& status) {
    Finish(ToGrpcStatus(status));
  }
  void OnDone() override { delete this; }
};

grpc::ServerUnaryReactor* FinishAtOnce(grpc::CallbackServerContext* context,
                                       const absl::Status& status) {
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  reactor->Finish(ToGrpcStatus(status));
  return reactor;
}

// One message, or with an error none, whatever was collected before it.
void CountAnswer(const google::protobuf::Message& response, bool ok,
                 CallRecord& record) {
  record.sent_messages = ok ? 1 : 0;
  record.sent_bytes = ok ? static_cast<int64_t>(response.ByteSizeLong()) : 0;
  if (!ok) record.sent_rows = 0;
}

}  // namespace

void BacklinksServer::Finish(CallRecord& record, const absl::Status& status) {
  record.status = status;
  record.duration = absl::Now() - record.start;
  observer_.OnFinish(record);
}

grpc::ServerWriteReactor<grpc::ByteBuffer>* BacklinksServer::StreamRefpages(
    grpc::CallbackServerContext* context, const grpc::ByteBuffer* request) {
  CallRecord record = BeginRecord(*context, "StreamRefpages", tracer_);
  record.request_bytes = static_cast<int64_t>(request->Length());
  observer_.OnStart(record.method);
  const absl::StatusOr<int64_t> place = active_calls_.Enter();
  if (!place.ok()) {
    Finish(record, place.status());
    return new RefusedStream(place.status());
  }
  const Worker& worker = NextWorker();
  const absl::Time deadline = absl::FromChrono(context->deadline());
  auto call = std::make_shared<StreamCall>(stages_, *worker.exchange, *request,
                                           deadline, std::move(record));
  auto reactor = StreamReactor::Start(
      worker.executor, deadline,
      [call](MessageWriter& writer) { return call->Run(writer); },
      [this, call, place = *place](const absl::Status& status) {
        active_calls_.Leave(place);
        Finish(call->record(), status);
      });
  active_calls_.Seat(*place, reactor);
  return reactor.get();
}

template <typename MakeCall>
grpc::ServerUnaryReactor* BacklinksServer::RunUnary(
    grpc::CallbackServerContext* context, std::string_view method,
    const UnaryMessages& messages, const MakeCall& make_call) {
  CallRecord record = BeginRecord(*context, method, tracer_);
  record.request_bytes = static_cast<int64_t>(messages.request.ByteSizeLong());
  observer_.OnStart(record.method);
  const absl::StatusOr<int64_t> place = active_calls_.Enter();
  if (!place.ok()) {
    Finish(record, place.status());
    return FinishAtOnce(context, place.status());
  }
  const Worker& worker = NextWorker();
  const absl::Time deadline = absl::FromChrono(context->deadline());
  auto call = make_call(*worker.exchange, deadline, std::move(record));
  auto reactor = UnaryReactor::Start(
      worker.executor, deadline, [call] { return call->Run(); },
      [this, call, messages, place = *place](const absl::Status& status) {
        active_calls_.Leave(place);
        CountAnswer(messages.response, status.ok(), call->record());
        Finish(call->record(), status);
      });
  active_calls_.Seat(*place, reactor);
  return reactor.get();
}

template <typename Answer>
grpc::ServerUnaryReactor* BacklinksServer::AnswerNow(
    grpc::CallbackServerContext* context, std::string_view method,
    const UnaryMessages& messages, const Answer& answer) {
  CallRecord record = BeginRecord(*context, method, tracer_);
  record.request_bytes = static_cast<int64_t>(messages.request.ByteSizeLong());
  observer_.OnStart(record.method);
  const absl::Status status = answer(record);
  CountAnswer(messages.response, status.ok(), record);
  Finish(record, status);
  return FinishAtOnce(context, status);
}

grpc::ServerUnaryReactor* BacklinksServer::ListRefpages(
    grpc::CallbackServerContext* context,
    const v1::ListRefpagesRequest* request,
    v1::ListRefpagesResponse* response) {
  return RunUnary(
      context, "ListRefpages", {*request, *response},
      [&](HttpExchange& exchange, absl::Time deadline, CallRecord record) {
        return std::make_shared<ListCall>(stages_, exchange, *request,
                                          *response, deadline,
                                          std::move(record));
      });
}

grpc::ServerUnaryReactor* BacklinksServer::ExplainRefpages(
    grpc::CallbackServerContext* context,
    const v1::ExplainRefpagesRequest* request,
    v1::ExplainRefpagesResponse* response) {
  return AnswerNow(context, "ExplainRefpages", {*request, *response},
                   [&](CallRecord& record) {
                     const auto prepared = Prepare(stages_, *request, record);
                     if (prepared.ok())
                       *response = Explain(stages_.dialect, prepared->plan);
                     return prepared.status();
                   });
}

grpc::ServerUnaryReactor* BacklinksServer::ParseFilter(
    grpc::CallbackServerContext* context, const v1::ParseFilterRequest* request,
    v1::ParseFilterResponse* response) {
  return AnswerNow(context, "ParseFilter", {*request, *response},
                   [&](CallRecord&) {
                     auto translated = TranslateFilter(*request);
                     if (!translated.ok()) return translated.status();
                     *response = *std::move(translated);
                     return absl::OkStatus();
                   });
}

grpc::ServerUnaryReactor* BacklinksServer::GetUsage(
    grpc::CallbackServerContext* context, const v1::GetUsageRequest* request,
    v1::GetUsageResponse* response) {
  return RunUnary(
      context, "GetUsage", {*request, *response},
      [&](HttpExchange& exchange, absl::Time deadline, CallRecord record) {
        return std::make_shared<UsageCall>(stages_.dialect, ledger_, exchange,
                                           *response, deadline,
                                           std::move(record));
      });
}

}  // namespace backlinks
