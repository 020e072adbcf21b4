// A BacklinksService in this process that streams what it is told to.
//
// Threads: gRPC's; every method may be called from any thread.
#ifndef BACKLINKS_TESTS_CLIENT_FAKE_SERVICE_H_
#define BACKLINKS_TESTS_CLIENT_FAKE_SERVICE_H_

#include <future>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "backlinks/v1/backlinks_service.grpc.pb.h"
#include "grpcpp/server.h"
#include "grpcpp/support/status.h"

namespace backlinks::testing_client {

struct Script {
  std::vector<v1::StreamRefpagesResponse> messages;
  bool without_end = false;   // The last message again until the client goes.
  bool then_silence = false;  // Waits for that after the last message.
  grpc::Status status;
};

class FakeService final : public v1::BacklinksService::Service {
 public:
  // "127.0.0.1:0", or "unix:PATH".
  explicit FakeService(Script script,
                       const std::string& address = "127.0.0.1:0");
  ~FakeService() override;

  const std::string& address() const { return address_; }
  // Of the latest call.
  v1::StreamRefpagesRequest request() const;
  std::string user_agent() const;
  // Waits until a call has ended, and tells whether the client had gone.
  bool WaitForCancel() { return cancelled_.get_future().get(); }

 private:
  grpc::Status StreamRefpages(
      grpc::ServerContext* context, const v1::StreamRefpagesRequest* request,
      grpc::ServerWriter<v1::StreamRefpagesResponse>* writer) override;

  const Script script_;
  std::string address_;
  mutable std::mutex mutex_;
  v1::StreamRefpagesRequest request_;
  std::string user_agent_;
  std::promise<bool> cancelled_;
  std::unique_ptr<grpc::Server> server_;
};

// A message of rows with these ranks.
v1::StreamRefpagesResponse Rows(const std::vector<int64_t>& ranks,
                                const std::string& token = "");
// The last message.
v1::StreamRefpagesResponse Summary(v1::EndReason reason);

}  // namespace backlinks::testing_client

#endif  // BACKLINKS_TESTS_CLIENT_FAKE_SERVICE_H_
