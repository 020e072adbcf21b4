#include "service/rpc/backlinks_service.h"

#include <memory>
#include <string>
#include <utility>

#include "google/protobuf/message.h"
#include "service/common/status/grpc_status.h"
#include "service/common/status/status.h"
#include "service/rpc/begin_record.h"
#include "service/rpc/call_deadline.h"
#include "service/rpc/explain.h"
#include "service/rpc/list_call.h"
#include "service/rpc/parse_filter.h"
#include "service/rpc/raw_message.h"
#include "service/rpc/retry_pushback.h"
#include "service/rpc/stream_call.h"
#include "service/rpc/stream_reactor.h"
#include "service/rpc/unary_reactor.h"
#include "service/rpc/usage_call.h"

namespace backlinks {
namespace {

// A stream that ends with an error before any message.
class RejectedStream final : public grpc::ServerWriteReactor<grpc::ByteBuffer> {
 public:
  explicit RejectedStream(const absl::Status& status) {
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

// The messages of a unary call, parsed.
template <typename Request, typename Response>
struct UnaryMessages {
  Request request;
  Response response;
};

// Sets the message to send; on an error none, even if rows were collected
// before it.
void SetAnswer(const google::protobuf::Message& response, bool ok,
               grpc::ByteBuffer& bytes, CallRecord& record) {
  if (ok) bytes = SerializeMessage(response);
  record.sent_messages = ok ? 1 : 0;
  record.sent_bytes = ok ? static_cast<int64_t>(bytes.Length()) : 0;
  if (!ok) record.sent_rows = 0;
}

}  // namespace

void BacklinksServer::Finish(CallRecord& record, const absl::Status& status) {
  record.status = status;
  record.duration = absl::Now() - record.start;
  observer_.OnFinish(record);
}

CallRecord BacklinksServer::Begin(const grpc::CallbackServerContext& context,
                                  std::string_view method,
                                  const grpc::ByteBuffer& request) {
  CallRecord record = BeginRecord(context, method, tracer_);
  record.request_bytes = static_cast<int64_t>(request.Length());
  observer_.OnStart(record.method);
  return record;
}

grpc::ServerWriteReactor<grpc::ByteBuffer>* BacklinksServer::StreamRefpages(
    grpc::CallbackServerContext* context, const grpc::ByteBuffer* request) {
  CallRecord record = Begin(*context, "StreamRefpages", *request);
  const absl::StatusOr<int64_t> slot = call_registry_.Reserve();
  if (!slot.ok()) {
    Finish(record, slot.status());
    return new RejectedStream(slot.status());
  }
  const Worker& worker = NextWorker();
  const absl::Time deadline = CallDeadline(context->raw_deadline());
  auto call = std::make_shared<StreamCall>(
      dependencies_, *worker.exchange, *request, deadline, std::move(record));
  auto reactor = StreamReactor::Start(
      worker.executor, deadline,
      [call](MessageWriter& writer) { return call->Run(writer); },
      [this, call, context, slot = *slot](const absl::Status& status) {
        call_registry_.Release(slot);
        AddRetryPushback(status, *context);
        Finish(call->record(), status);
      });
  call_registry_.Attach(*slot, reactor, context);
  return reactor.get();
}

template <typename Request, typename Response, typename MakeCall>
grpc::ServerUnaryReactor* BacklinksServer::RunUnary(
    grpc::CallbackServerContext* context, std::string_view method,
    const RawMessages& raw, const MakeCall& make_call) {
  CallRecord record = Begin(*context, method, raw.request);
  auto messages = std::make_shared<UnaryMessages<Request, Response>>();
  const absl::Status parsed = ParseMessage(raw.request, messages->request);
  const absl::StatusOr<int64_t> slot =
      parsed.ok() ? call_registry_.Reserve() : absl::StatusOr<int64_t>(parsed);
  if (!slot.ok()) {
    Finish(record, slot.status());
    return FinishAtOnce(context, slot.status());
  }
  const Worker& worker = NextWorker();
  const absl::Time deadline = CallDeadline(context->raw_deadline());
  auto call =
      make_call(*messages, *worker.exchange, deadline, std::move(record));
  auto reactor = UnaryReactor::Start(
      worker.executor, deadline, [call, messages] { return call->Run(); },
      [this, call, context, messages, raw,
       slot = *slot](const absl::Status& status) {
        call_registry_.Release(slot);
        AddRetryPushback(status, *context);
        SetAnswer(messages->response, status.ok(), raw.response,
                  call->record());
        Finish(call->record(), status);
      });
  call_registry_.Attach(*slot, reactor, context);
  return reactor.get();
}

template <typename Request, typename Response, typename Answer>
grpc::ServerUnaryReactor* BacklinksServer::AnswerNow(
    grpc::CallbackServerContext* context, std::string_view method,
    const RawMessages& raw, const Answer& answer) {
  CallRecord record = Begin(*context, method, raw.request);
  UnaryMessages<Request, Response> messages;
  absl::Status status = ParseMessage(raw.request, messages.request);
  if (status.ok()) {
    status = answer(messages.request, messages.response, record);
  }
  SetAnswer(messages.response, status.ok(), raw.response, record);
  Finish(record, status);
  return FinishAtOnce(context, status);
}

grpc::ServerUnaryReactor* BacklinksServer::ListRefpages(
    grpc::CallbackServerContext* context, const grpc::ByteBuffer* request,
    grpc::ByteBuffer* response) {
  return RunUnary<v1::ListRefpagesRequest, v1::ListRefpagesResponse>(
      context, "ListRefpages", {*request, *response},
      [this](auto& messages, HttpExchange& exchange, absl::Time deadline,
             CallRecord record) {
        return std::make_shared<ListCall>(dependencies_, exchange,
                                          messages.request, messages.response,
                                          deadline, std::move(record));
      });
}

grpc::ServerUnaryReactor* BacklinksServer::ExplainRefpages(
    grpc::CallbackServerContext* context, const grpc::ByteBuffer* request,
    grpc::ByteBuffer* response) {
  return AnswerNow<v1::ExplainRefpagesRequest, v1::ExplainRefpagesResponse>(
      context, "ExplainRefpages", {*request, *response},
      [this](const auto& question, auto& answer, CallRecord& record) {
        const auto prepared = Prepare(dependencies_, question, record);
        if (prepared.ok())
          answer = Explain(dependencies_.dialect, prepared->plan);
        return prepared.status();
      });
}

grpc::ServerUnaryReactor* BacklinksServer::ParseFilter(
    grpc::CallbackServerContext* context, const grpc::ByteBuffer* request,
    grpc::ByteBuffer* response) {
  return AnswerNow<v1::ParseFilterRequest, v1::ParseFilterResponse>(
      context, "ParseFilter", {*request, *response},
      [](const auto& question, auto& answer, CallRecord&) {
        auto translated = HandleParseFilter(question);
        if (!translated.ok()) return translated.status();
        answer = *std::move(translated);
        return absl::OkStatus();
      });
}

grpc::ServerUnaryReactor* BacklinksServer::GetUsage(
    grpc::CallbackServerContext* context, const grpc::ByteBuffer* request,
    grpc::ByteBuffer* response) {
  return RunUnary<v1::GetUsageRequest, v1::GetUsageResponse>(
      context, "GetUsage", {*request, *response},
      [this](auto& messages, HttpExchange& exchange, absl::Time deadline,
             CallRecord record) {
        return std::make_shared<UsageCall>(dependencies_.dialect, ledger_,
                                           exchange, messages.response,
                                           deadline, std::move(record));
      });
}

}  // namespace backlinks
