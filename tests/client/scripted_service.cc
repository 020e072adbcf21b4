#include "tests/client/scripted_service.h"

#include <optional>
#include <utility>

#include "absl/time/clock.h"
#include "grpcpp/security/server_credentials.h"
#include "grpcpp/server_builder.h"
#include "grpcpp/server_context.h"
#include "service/common/status/grpc_status.h"
#include "service/common/status/status.h"

namespace backlinks {
namespace {

template <typename Request, typename Answer>
std::optional<Answer> Take(absl::Mutex& mutex, Calls<Request, Answer>& calls,
                           const grpc::ServerContext& context,
                           const Request& request) {
  const absl::MutexLock lock(&mutex);
  calls.requests.push_back(request);
  calls.deadlines.push_back(absl::FromChrono(context.deadline()));
  if (calls.answers.empty()) return std::nullopt;
  Answer answer = std::move(calls.answers.front());
  calls.answers.pop_front();
  return answer;
}

grpc::Status NoScript() {
  return {grpc::StatusCode::UNIMPLEMENTED, "the test has no script for this"};
}

template <typename Request, typename Response>
grpc::Status Reply(absl::Mutex& mutex,
                   Calls<Request, absl::StatusOr<Response>>& calls,
                   const grpc::ServerContext& context, const Request& request,
                   Response& response) {
  auto answer = Take(mutex, calls, context, request);
  if (!answer) return NoScript();
  if (!answer->ok()) return ToGrpcStatus(answer->status());
  response = *std::move(*answer);
  return grpc::Status::OK;
}

template <typename Queue, typename Answer>
void Add(absl::Mutex& mutex, Queue& queue, Answer answer) {
  const absl::MutexLock lock(&mutex);
  queue.push_back(std::move(answer));
}

template <typename List>
List Copy(absl::Mutex& mutex, const List& list) {
  const absl::MutexLock lock(&mutex);
  return list;
}

}  // namespace

ScriptedService::ScriptedService() {
  grpc::ServerBuilder builder;
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(),
                           &port_);
  builder.RegisterService(this);
  server_ = builder.BuildAndStart();
}

ScriptedService::~ScriptedService() {
  server_->Shutdown(std::chrono::system_clock::now());
}

void ScriptedService::OnStream(StreamScript script) {
  Add(mutex_, stream_.answers, std::move(script));
}
void ScriptedService::OnList(absl::StatusOr<v1::ListRefpagesResponse> answer) {
  Add(mutex_, list_.answers, std::move(answer));
}
void ScriptedService::OnExplain(
    absl::StatusOr<v1::ExplainRefpagesResponse> answer) {
  Add(mutex_, explain_.answers, std::move(answer));
}
void ScriptedService::OnParse(absl::StatusOr<v1::ParseFilterResponse> answer) {
  Add(mutex_, parse_.answers, std::move(answer));
}
void ScriptedService::OnUsage(absl::StatusOr<v1::GetUsageResponse> answer) {
  Add(mutex_, usage_.answers, std::move(answer));
}

std::vector<v1::StreamRefpagesRequest> ScriptedService::StreamRequests() {
  return Copy(mutex_, stream_.requests);
}
std::vector<absl::Time> ScriptedService::StreamDeadlines() {
  return Copy(mutex_, stream_.deadlines);
}
std::vector<v1::ListRefpagesRequest> ScriptedService::ListRequests() {
  return Copy(mutex_, list_.requests);
}
std::vector<v1::ExplainRefpagesRequest> ScriptedService::ExplainRequests() {
  return Copy(mutex_, explain_.requests);
}
std::vector<v1::ParseFilterRequest> ScriptedService::ParseRequests() {
  return Copy(mutex_, parse_.requests);
}
std::vector<v1::GetUsageRequest> ScriptedService::UsageRequests() {
  return Copy(mutex_, usage_.requests);
}

void ScriptedService::AwaitStreams(size_t count) {
  const auto enough = [this, count] {
    return stream_.requests.size() >= count;
  };
  const absl::MutexLock lock(&mutex_);
  mutex_.Await(absl::Condition(&enough));
}

grpc::Status ScriptedService::StreamRefpages(
    grpc::ServerContext* context, const v1::StreamRefpagesRequest* request,
    grpc::ServerWriter<v1::StreamRefpagesResponse>* writer) {
  const auto script = Take(mutex_, stream_, *context, *request);
  if (!script) return NoScript();
  for (const auto& message : script->messages) writer->Write(message);
  while (script->hangs && !context->IsCancelled()) {
    absl::SleepFor(absl::Milliseconds(1));
  }
  return ToGrpcStatus(script->status);
}

grpc::Status ScriptedService::ListRefpages(
    grpc::ServerContext* context, const v1::ListRefpagesRequest* request,
    v1::ListRefpagesResponse* response) {
  return Reply(mutex_, list_, *context, *request, *response);
}
grpc::Status ScriptedService::ExplainRefpages(
    grpc::ServerContext* context, const v1::ExplainRefpagesRequest* request,
    v1::ExplainRefpagesResponse* response) {
  return Reply(mutex_, explain_, *context, *request, *response);
}
grpc::Status ScriptedService::ParseFilter(grpc::ServerContext* context,
                                          const v1::ParseFilterRequest* request,
                                          v1::ParseFilterResponse* response) {
  return Reply(mutex_, parse_, *context, *request, *response);
}
grpc::Status ScriptedService::GetUsage(grpc::ServerContext* context,
                                       const v1::GetUsageRequest* request,
                                       v1::GetUsageResponse* response) {
  return Reply(mutex_, usage_, *context, *request, *response);
}

v1::StreamRefpagesResponse RowsMessage(int first, int last,
                                       const std::string& token) {
  v1::StreamRefpagesResponse message;
  for (int i = first; i <= last; ++i) {
    message.add_refpages()->set_ahrefs_rank(i);
  }
  message.set_resume_token(token);
  return message;
}

v1::StreamRefpagesResponse ProgressMessage(int64_t scanned,
                                           const std::string& token) {
  v1::StreamRefpagesResponse message;
  message.mutable_progress()->set_scanned_row_count(scanned);
  message.set_resume_token(token);
  return message;
}

v1::StreamRefpagesResponse SummaryMessage() {
  v1::StreamRefpagesResponse message;
  message.mutable_summary()->set_end_reason(v1::END_REASON_LIMIT);
  return message;
}

absl::Status Broken() {
  return MakeError(Reason::kUpstreamUnavailable, "the upstream broke");
}

}  // namespace backlinks
