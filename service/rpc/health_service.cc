#include "service/rpc/health_service.h"

#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "service/rpc/answer_reactor.h"
#include "service/rpc/call_deadline.h"
#include "service/rpc/raw_message.h"
#include "service/rpc/watch_reactor.h"

namespace backlinks::rpc {
namespace {

namespace health = grpc::health::v1;

absl::StatusOr<grpc::ByteBuffer> Check(
    const HealthService& service,
    const absl::StatusOr<grpc::ByteBuffer>& bytes) {
  if (!bytes.ok()) return bytes.status();
  health::HealthCheckRequest request;
  const absl::Status parsed = ParseMessage(*bytes, request);
  if (!parsed.ok()) return parsed;
  const auto status = service.StatusOf(request.service());
  if (status == health::HealthCheckResponse::SERVICE_UNKNOWN) {
    return absl::NotFoundError("the server has no such service");
  }
  health::HealthCheckResponse response;
  response.set_status(status);
  return SerializeMessage(response);
}

grpc::ServerGenericBidiReactor* StartCheck(HealthService& service,
                                           IncomingCall call) {
  const auto reactor = std::make_shared<AnswerReactor>(
      CallDeadline(call.context.raw_deadline()));
  reactor->Receive(std::move(call.open),
                   [&service, &reactor = *reactor](const auto& request) {
                     reactor.Answer(Check(service, request));
                   });
  return reactor.get();
}

grpc::ServerGenericBidiReactor* StartWatch(HealthService& service,
                                           IncomingCall call) {
  const auto reactor = std::make_shared<WatchReactor>(
      CallDeadline(call.context.raw_deadline()), service);
  reactor->Receive(
      std::move(call.open),
      [&reactor = *reactor](const auto& request) { reactor.Start(request); });
  return reactor.get();
}

std::set<std::string> WithServer(const std::vector<std::string>& services) {
  std::set<std::string> all(services.begin(), services.end());
  all.insert("");
  return all;
}

}  // namespace

HealthService::HealthService(const std::vector<std::string>& services)
    : services_(WithServer(services)) {}

void HealthService::SetServing(bool is_serving) {
  {
    const std::lock_guard lock(mutex_);
    is_serving_ = is_serving;
  }
  for (const auto& watcher : Watchers()) watcher->Refresh();
}

Routes HealthService::MakeRoutes() {
  const auto route = [this](auto* start) {
    return Route{.admission = Route::Admission::kEverybody,
                 .start = [this, start](IncomingCall call) {
                   return start(*this, std::move(call));
                 }};
  };
  return {{"grpc.health.v1.Health/Check", route(StartCheck)},
          {"grpc.health.v1.Health/Watch", route(StartWatch)}};
}

HealthService::ServingStatus HealthService::StatusOf(
    const std::string& service) const {
  if (services_.count(service) == 0) {
    return health::HealthCheckResponse::SERVICE_UNKNOWN;
  }
  const std::lock_guard lock(mutex_);
  return is_serving_ ? health::HealthCheckResponse::SERVING
                     : health::HealthCheckResponse::NOT_SERVING;
}

void HealthService::Add(const std::shared_ptr<WatchReactor>& reactor) {
  const std::lock_guard lock(mutex_);
  watchers_.emplace(reactor.get(), reactor);
}

void HealthService::Remove(const WatchReactor& reactor) {
  const std::lock_guard lock(mutex_);
  watchers_.erase(&reactor);
}

std::vector<std::shared_ptr<WatchReactor>> HealthService::Watchers() const {
  std::vector<std::shared_ptr<WatchReactor>> watchers;
  const std::lock_guard lock(mutex_);
  for (const auto& [address, reactor] : watchers_) {
    if (auto watcher = reactor.lock()) watchers.push_back(std::move(watcher));
  }
  return watchers;
}

}  // namespace backlinks::rpc
