#include "tests/client/fake_service.h"

#include <chrono>
#include <thread>
#include <utility>

#include "grpcpp/security/server_credentials.h"
#include "grpcpp/server_builder.h"
#include "gtest/gtest.h"

namespace backlinks::testing_client {

FakeService::FakeService(Script script, const std::string& address)
    : script_(std::move(script)), address_(address) {
  grpc::ServerBuilder builder;
  int port = 0;
  builder.AddListeningPort(address, grpc::InsecureServerCredentials(), &port);
  builder.RegisterService(this);
  server_ = builder.BuildAndStart();
  EXPECT_NE(server_, nullptr);
  const std::string any = ":0";
  if (address_.size() > any.size() &&
      address_.compare(address_.size() - any.size(), any.size(), any) == 0) {
    address_.replace(address_.size() - 1, 1, std::to_string(port));
  }
}

FakeService::~FakeService() {
  server_->Shutdown(std::chrono::system_clock::now());
}

v1::StreamRefpagesRequest FakeService::request() const {
  const std::lock_guard lock(mutex_);
  return request_;
}

std::string FakeService::user_agent() const {
  const std::lock_guard lock(mutex_);
  return user_agent_;
}

grpc::Status FakeService::StreamRefpages(
    grpc::ServerContext* context, const v1::StreamRefpagesRequest* request,
    grpc::ServerWriter<v1::StreamRefpagesResponse>* writer) {
  {
    const std::lock_guard lock(mutex_);
    request_ = *request;
    const auto agent = context->client_metadata().find("user-agent");
    if (agent != context->client_metadata().end()) {
      user_agent_.assign(agent->second.data(), agent->second.size());
    }
  }
  for (const auto& message : script_.messages) writer->Write(message);
  while (script_.without_end && !context->IsCancelled()) {
    writer->Write(script_.messages.back());
  }
  while (script_.then_silence && !context->IsCancelled()) {
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  cancelled_.set_value(context->IsCancelled());
  return script_.status;
}

v1::StreamRefpagesResponse Rows(const std::vector<int64_t>& ranks,
                                const std::string& token) {
  v1::StreamRefpagesResponse message;
  for (const int64_t rank : ranks) {
    message.add_refpages()->set_ahrefs_rank(rank);
  }
  message.set_resume_token(token);
  return message;
}

v1::StreamRefpagesResponse Summary(v1::EndReason reason) {
  v1::StreamRefpagesResponse message;
  message.mutable_summary()->set_end_reason(reason);
  return message;
}

}  // namespace backlinks::testing_client
