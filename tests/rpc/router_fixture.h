// A router over loopback, with methods of the test.
#ifndef BACKLINKS_TESTS_RPC_ROUTER_FIXTURE_H_
#define BACKLINKS_TESTS_RPC_ROUTER_FIXTURE_H_

#include <atomic>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "boost/asio/executor_work_guard.hpp"
#include "boost/asio/io_context.hpp"
#include "grpcpp/grpcpp.h"
#include "gtest/gtest.h"
#include "service/model/call_record.h"
#include "service/rpc/answer_reactor.h"
#include "service/rpc/call_deadline.h"
#include "service/rpc/call_router.h"
#include "service/rpc/open_calls.h"
#include "service/rpc/raw_message.h"
#include "tests/rpc/generic_client.h"

namespace backlinks::testing_rpc {

inline constexpr char kEcho[] = "/test.Service/Echo";

// Keeps the records of all calls.
class RecordKeeper final : public CallObserver {
 public:
  void OnStart(std::string_view /*method*/) override {
    const std::lock_guard lock(mutex_);
    ++started_;
  }
  void OnFinish(const CallRecord& record) override {
    const std::lock_guard lock(mutex_);
    records_.push_back(record);
  }
  void OnUpstream(int, absl::Duration) override {}
  void OnUpstreamPhase(UpstreamPhase, absl::Duration) override {}
  void OnUpstreamRetry(int, absl::Duration) override {}
  void OnRateWait(const std::string&, absl::Duration) override {}

  std::vector<CallRecord> records() const {
    const std::lock_guard lock(mutex_);
    return records_;
  }
  int started() const {
    const std::lock_guard lock(mutex_);
    return started_;
  }

 private:
  mutable std::mutex mutex_;
  std::vector<CallRecord> records_;
  int started_ = 0;
};

class RouterFixture : public testing::Test {
 protected:
  // Before the members of a derived fixture, which calls use, are destroyed.
  void TearDown() override {
    if (server_) server_->Shutdown(std::chrono::system_clock::now());
    io_.stop();
    if (thread_.joinable()) thread_.join();
  }

  // Every call of kEcho is answered with its own bytes, and counted.
  void Serve(const rpc::CallLimits& limits = {},
             const rpc::RouterOptions& options = {}, rpc::Routes routes = {}) {
    routes["test.Service/Echo"] = {.recorded_as = "Echo",
                                   .start = [this](rpc::IncomingCall call) {
                                     return Echo(std::move(call));
                                   }};
    open_calls_ = std::make_unique<rpc::OpenCalls>(io_.get_executor(), limits);
    router_ = std::make_unique<rpc::CallRouter>(std::move(routes), *open_calls_,
                                                options, records_, nullptr);
    int port = 0;
    grpc::ServerBuilder builder;
    builder.AddChannelArgument(GRPC_ARG_ENABLE_PER_MESSAGE_DECOMPRESSION, 0);
    builder.SetMaxReceiveMessageSize(64 << 20);
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(),
                             &port);
    builder.RegisterCallbackGenericService(router_.get());
    server_ = builder.BuildAndStart();
    thread_ = std::thread([this] { io_.run(); });
    channel_ = grpc::CreateChannel("127.0.0.1:" + std::to_string(port),
                                   grpc::InsecureChannelCredentials());
  }

  absl::Status Call(
      const std::string& bytes,
      grpc_compression_algorithm compression = GRPC_COMPRESS_NONE) {
    GenericCall call(channel_, kEcho, compression);
    call.Send(bytes);
    absl::Status status = call.Wait();
    response_ = call.response();
    return status;
  }

  grpc::ServerGenericBidiReactor* Echo(rpc::IncomingCall incoming) {
    ++begun_;
    const auto reactor = std::make_shared<rpc::AnswerReactor>(
        rpc::CallDeadline(incoming.context.raw_deadline()));
    default_max_price_ = incoming.caller.default_max_price.value_or(-1);
    reactor->Receive(
        std::move(incoming.open),
        [this, &rpc = *reactor, recorder = std::move(incoming.recorder)](
            const absl::StatusOr<grpc::ByteBuffer>& request) mutable {
          if (request.ok()) ++requests_;
          recorder.OnFinish(request.status());
          records_.OnFinish(recorder.record());
          // gRPC does not send a buffer without a message.
          const bool has_message = request.ok() && request->Valid();
          rpc.Answer(has_message || !request.ok() ? request : Buffer(""));
        });
    return reactor.get();
  }

  boost::asio::io_context io_{1};
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type>
      work_{io_.get_executor()};
  RecordKeeper records_;
  std::unique_ptr<rpc::OpenCalls> open_calls_;
  std::unique_ptr<rpc::CallRouter> router_;
  std::unique_ptr<grpc::Server> server_;
  std::thread thread_;
  std::shared_ptr<grpc::Channel> channel_;
  std::string response_;  // Of Call.
  std::atomic<int> begun_ = 0;
  std::atomic<int> requests_ = 0;
  std::atomic<MilliPrice> default_max_price_ = -1;  // Of the last call, or -1.
};

}  // namespace backlinks::testing_rpc

#endif  // BACKLINKS_TESTS_RPC_ROUTER_FIXTURE_H_
