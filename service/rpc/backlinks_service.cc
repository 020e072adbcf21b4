#include "service/rpc/backlinks_service.h"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "backlinks/v1/backlinks_service.pb.h"
#include "google/protobuf/message.h"
#include "service/common/status/status.h"
#include "service/model/rpc_method.h"
#include "service/rpc/answer_reactor.h"
#include "service/rpc/call_deadline.h"
#include "service/rpc/explain_call.h"
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

using Received = absl::StatusOr<grpc::ByteBuffer>;

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

// Returns the message to send; on an error none, even if rows were collected
// before it.
template <typename Response>
grpc::ByteBuffer AnswerOf(const Response& response, const absl::Status& status,
                          CallRecorder& recorder) {
  if (!status.ok()) {
    recorder.OnUnaryResponse(std::nullopt);
    return {};
  }
  grpc::ByteBuffer bytes = Serialize(response);
  recorder.OnUnaryResponse(static_cast<int64_t>(bytes.Length()));
  return bytes;
}

// Records and parses a request that was received.
absl::Status Read(const Received& received, google::protobuf::Message& request,
                  CallRecorder& recorder) {
  if (!received.ok()) return received.status();
  recorder.OnRequest(static_cast<int64_t>(received->Length()));
  return ParseMessage(*received, request);
}

std::shared_ptr<CallContext> MakeCall(const Worker& worker,
                                      IncomingCall& incoming) {
  return std::make_shared<CallContext>(CallContext{
      *worker.exchange, CallDeadline(incoming.context.raw_deadline()),
      std::move(incoming.recorder), std::move(incoming.caller)});
}

}  // namespace

Routes BacklinksServer::MakeRoutes() {
  using Handler = Reactor* (BacklinksServer::*)(IncomingCall);
  const std::map<std::string_view, Handler> handlers = {
      {"StreamRefpages", &BacklinksServer::StreamRefpages},
      {"ListRefpages", &BacklinksServer::ListRefpages},
      {"ExplainRefpages", &BacklinksServer::ExplainRefpages},
      {"ParseFilter", &BacklinksServer::ParseFilter},
      {"GetUsage", &BacklinksServer::GetUsage}};
  Routes routes;
  for (const RpcMethod& method : AllMethods()) {
    const auto it = handlers.find(method.name);
    if (it == handlers.end()) continue;
    routes[method.full_name] = {
        .recorded_as = method.name,
        .start = [this, handler = it->second](IncomingCall call) {
          return (this->*handler)(std::move(call));
        }};
  }
  return routes;
}

void BacklinksServer::Finish(CallRecorder& recorder,
                             const absl::Status& status) const {
  recorder.OnFinish(status);
  observer_.OnFinish(recorder.record());
}

absl::StatusOr<int64_t> BacklinksServer::Begin(CallContext& call,
                                               const absl::Status& received,
                                               CoroutineRpc& rpc) {
  absl::StatusOr<int64_t> slot = received.ok()
                                     ? call_registry_.Reserve()
                                     : absl::StatusOr<int64_t>(received);
  if (!slot.ok()) {
    Finish(call.recorder, slot.status());
    rpc.Reject(slot.status());
  }
  return slot;
}

void BacklinksServer::End(CallContext& call, int64_t slot,
                          const absl::Status& status,
                          grpc::CallbackServerContext& context) {
  call_registry_.Release(slot);
  AddRetryPushback(status, context);
  Finish(call.recorder, status);
}

BacklinksServer::Reactor* BacklinksServer::StreamRefpages(
    IncomingCall incoming) {
  const Worker& worker = NextWorker();
  const auto call = MakeCall(worker, incoming);
  const auto reactor = std::make_shared<StreamReactor>(
      worker.executor, call->deadline,
      StallPolicy{.timeout =
                      dependencies_.streamer_options.sender.stall_timeout});
  reactor->Receive(std::move(incoming.open), [this, call, &rpc = *reactor,
                                              &context = incoming.context](
                                                 Received received) {
    if (received.ok()) {
      call->recorder.OnRequest(static_cast<int64_t>(received->Length()));
    }
    const auto slot = Begin(*call, received.status(), rpc);
    if (!slot.ok()) return;
    rpc.Run(
        [this, call,
         bytes = *std::move(received)](stream::MessageWriter& writer) {
          return RunStreamCall(dependencies_, bytes, writer, *call);
        },
        [this, call, slot = *slot, &context](const absl::Status& status) {
          End(*call, slot, status, context);
        });
    call_registry_.Attach(*slot, rpc.self());
  });
  return reactor.get();
}

template <typename Request, typename Response, typename Run>
BacklinksServer::Reactor* BacklinksServer::RunUnary(IncomingCall incoming,
                                                    const Run& run) {
  const Worker& worker = NextWorker();
  const auto call = MakeCall(worker, incoming);
  const auto reactor =
      std::make_shared<UnaryReactor>(worker.executor, call->deadline);
  reactor->Receive(std::move(incoming.open), [this, call, run, &rpc = *reactor,
                                              &context = incoming.context](
                                                 const Received& received) {
    auto messages = std::make_shared<UnaryMessages<Request, Response>>();
    const auto slot =
        Begin(*call, Read(received, messages->request, call->recorder), rpc);
    if (!slot.ok()) return;
    rpc.Run(
        [call, messages, run] {
          return run(messages->request, messages->response, *call);
        },
        [this, call, messages, slot = *slot, &rpc,
         &context](const absl::Status& status) {
          rpc.SetResponse(AnswerOf(messages->response, status, call->recorder));
          End(*call, slot, status, context);
        });
    call_registry_.Attach(*slot, rpc.self());
  });
  return reactor.get();
}

template <typename Request, typename Response, typename Answer>
BacklinksServer::Reactor* BacklinksServer::AnswerNow(IncomingCall incoming,
                                                     const Answer& answer) {
  const auto reactor = std::make_shared<AnswerReactor>(
      CallDeadline(incoming.context.raw_deadline()));
  reactor->Receive(
      std::move(incoming.open),
      [this, answer, &rpc = *reactor, recorder = std::move(incoming.recorder)](
          const Received& received) mutable {
        UnaryMessages<Request, Response> messages;
        absl::Status status = Read(received, messages.request, recorder);
        if (status.ok()) status = answer(messages.request, messages.response);
        const grpc::ByteBuffer bytes =
            AnswerOf(messages.response, status, recorder);
        Finish(recorder, status);
        rpc.Answer(status.ok() ? Received(bytes) : Received(status));
      });
  return reactor.get();
}

BacklinksServer::Reactor* BacklinksServer::ListRefpages(IncomingCall incoming) {
  return RunUnary<v1::ListRefpagesRequest, grpc::ByteBuffer>(
      std::move(incoming),
      [this](const auto& question, auto& answer, CallContext& call) {
        return RunListCall(dependencies_, question, answer, call);
      });
}

BacklinksServer::Reactor* BacklinksServer::ExplainRefpages(
    IncomingCall incoming) {
  return RunUnary<v1::ExplainRefpagesRequest, v1::ExplainRefpagesResponse>(
      std::move(incoming),
      [this](const auto& question, auto& answer, CallContext& call) {
        return RunExplainCall(dependencies_, question, answer, call);
      });
}

BacklinksServer::Reactor* BacklinksServer::ParseFilter(IncomingCall incoming) {
  return AnswerNow<v1::ParseFilterRequest, v1::ParseFilterResponse>(
      std::move(incoming), [](const auto& question, auto& answer) {
        auto translated = HandleParseFilter(question);
        if (!translated.ok()) return translated.status();
        answer = *std::move(translated);
        return absl::OkStatus();
      });
}

BacklinksServer::Reactor* BacklinksServer::GetUsage(IncomingCall incoming) {
  return RunUnary<v1::GetUsageRequest, v1::GetUsageResponse>(
      std::move(incoming),
      [this](const auto& question, auto& answer, CallContext& call) {
        return RunUsageCall(dependencies_, question, answer, call);
      });
}

}  // namespace backlinks::rpc
