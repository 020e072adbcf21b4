#include "service/rpc/backlinks_service.h"

#include <memory>
#include <optional>
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

namespace backlinks::rpc {
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

grpc::ByteBuffer Serialize(const google::protobuf::Message& message) {
  return SerializeMessage(message);
}

grpc::ByteBuffer Serialize(const grpc::ByteBuffer& bytes) { return bytes; }

// Sets the message to send; on an error none, even if rows were collected
// before it.
template <typename Response>
void SetAnswer(const Response& response, bool ok, grpc::ByteBuffer& bytes,
               CallRecorder& recorder) {
  if (!ok) return recorder.OnUnaryResponse(std::nullopt);
  bytes = Serialize(response);
  recorder.OnUnaryResponse(static_cast<int64_t>(bytes.Length()));
}

}  // namespace

CallRecorder BacklinksServer::Begin(const grpc::CallbackServerContext& context,
                                    std::string_view method,
                                    const grpc::ByteBuffer& request) {
  CallRecorder recorder = BeginRecord(
      context, method, static_cast<int64_t>(request.Length()), tracer_);
  observer_.OnStart(recorder.record().method);
  return recorder;
}

void BacklinksServer::Finish(CallRecorder& recorder,
                             const absl::Status& status) {
  recorder.OnFinish(status);
  observer_.OnFinish(recorder.record());
}

grpc::ServerWriteReactor<grpc::ByteBuffer>* BacklinksServer::StreamRefpages(
    grpc::CallbackServerContext* context, const grpc::ByteBuffer* request) {
  CallRecorder recorder = Begin(*context, "StreamRefpages", *request);
  const absl::StatusOr<int64_t> slot = call_registry_.Reserve();
  if (!slot.ok()) {
    Finish(recorder, slot.status());
    return new RejectedStream(slot.status());
  }
  const Worker& worker = NextWorker();
  const SteadyTime deadline = CallDeadline(context->raw_deadline());
  auto call = std::make_shared<CallContext>(
      CallContext{*worker.exchange, deadline, std::move(recorder)});
  auto reactor = StreamReactor::Start(
      worker.executor, deadline,
      [this, call, bytes = *request](stream::MessageWriter& writer) {
        return RunStreamCall(dependencies_, bytes, writer, *call);
      },
      [this, call, context, slot = *slot](const absl::Status& status) {
        call_registry_.Release(slot);
        AddRetryPushback(status, *context);
        Finish(call->recorder, status);
      });
  call_registry_.Attach(*slot, reactor, context);
  return reactor.get();
}

template <typename Request, typename Response, typename Run>
grpc::ServerUnaryReactor* BacklinksServer::RunUnary(
    grpc::CallbackServerContext* context, std::string_view method,
    const RawMessages& raw, const Run& run) {
  CallRecorder recorder = Begin(*context, method, raw.request);
  auto messages = std::make_shared<UnaryMessages<Request, Response>>();
  const absl::Status parsed = ParseMessage(raw.request, messages->request);
  const absl::StatusOr<int64_t> slot =
      parsed.ok() ? call_registry_.Reserve() : absl::StatusOr<int64_t>(parsed);
  if (!slot.ok()) {
    Finish(recorder, slot.status());
    return FinishAtOnce(context, slot.status());
  }
  const Worker& worker = NextWorker();
  const SteadyTime deadline = CallDeadline(context->raw_deadline());
  auto call = std::make_shared<CallContext>(
      CallContext{*worker.exchange, deadline, std::move(recorder)});
  auto reactor = UnaryReactor::Start(
      worker.executor, deadline,
      [call, messages, run] {
        return run(messages->request, messages->response, *call);
      },
      [this, call, context, messages, raw,
       slot = *slot](const absl::Status& status) {
        call_registry_.Release(slot);
        AddRetryPushback(status, *context);
        SetAnswer(messages->response, status.ok(), raw.response,
                  call->recorder);
        Finish(call->recorder, status);
      });
  call_registry_.Attach(*slot, reactor, context);
  return reactor.get();
}

template <typename Request, typename Response, typename Answer>
grpc::ServerUnaryReactor* BacklinksServer::AnswerNow(
    grpc::CallbackServerContext* context, std::string_view method,
    const RawMessages& raw, const Answer& answer) {
  CallRecorder recorder = Begin(*context, method, raw.request);
  UnaryMessages<Request, Response> messages;
  absl::Status status = ParseMessage(raw.request, messages.request);
  if (status.ok()) {
    status = answer(messages.request, messages.response, recorder);
  }
  SetAnswer(messages.response, status.ok(), raw.response, recorder);
  Finish(recorder, status);
  return FinishAtOnce(context, status);
}

grpc::ServerUnaryReactor* BacklinksServer::ListRefpages(
    grpc::CallbackServerContext* context, const grpc::ByteBuffer* request,
    grpc::ByteBuffer* response) {
  return RunUnary<v1::ListRefpagesRequest, grpc::ByteBuffer>(
      context, "ListRefpages", {*request, *response},
      [this](const auto& question, auto& answer, CallContext& call) {
        return RunListCall(dependencies_, question, answer, call);
      });
}

grpc::ServerUnaryReactor* BacklinksServer::ExplainRefpages(
    grpc::CallbackServerContext* context, const grpc::ByteBuffer* request,
    grpc::ByteBuffer* response) {
  return AnswerNow<v1::ExplainRefpagesRequest, v1::ExplainRefpagesResponse>(
      context, "ExplainRefpages", {*request, *response},
      [this](const auto& question, auto& answer, CallRecorder& recorder) {
        const auto prepared = Prepare(dependencies_, question, recorder);
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
      [](const auto& question, auto& answer, CallRecorder&) {
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
      [this](const auto& /*question*/, auto& answer, CallContext& call) {
        return RunUsageCall(dependencies_.dialect, ledger_, answer, call);
      });
}

}  // namespace backlinks::rpc
