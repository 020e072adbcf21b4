// A collector in this process, of the published service: it takes spans, or
// answers as it is told.
#ifndef BACKLINKS_TESTS_TELEMETRY_COLLECTOR_H_
#define BACKLINKS_TESTS_TELEMETRY_COLLECTOR_H_

#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "grpcpp/grpcpp.h"
#include "opentelemetry/proto/collector/trace/v1/trace_service.grpc.pb.h"

namespace backlinks::telemetry::testing_trace {

namespace otlp = opentelemetry::proto::collector::trace::v1;

class Collector final : public otlp::TraceService::Service {
 public:
  Collector() {
    grpc::ServerBuilder builder;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(),
                             &port_);
    builder.RegisterService(this);
    server_ = builder.BuildAndStart();
  }
  ~Collector() override { server_->Shutdown(); }

  std::string address() const { return "127.0.0.1:" + std::to_string(port_); }

  // Of the calls to come, one each; after them every call is OK.
  void Answer(grpc::Status status) {
    const std::lock_guard lock(mutex_);
    answers_.push_back(std::move(status));
  }
  void Reject(int64_t spans) {
    const std::lock_guard lock(mutex_);
    rejected_ = spans;
  }

  // Serialized, so that no message of gRPC's is handed on.
  std::vector<std::string> WaitForCalls(size_t count) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return calls_.size() >= count; });
    return calls_;
  }

  grpc::Status Export(grpc::ServerContext*,
                      const otlp::ExportTraceServiceRequest* request,
                      otlp::ExportTraceServiceResponse* response) override {
    const std::lock_guard lock(mutex_);
    calls_.push_back(request->SerializeAsString());
    changed_.notify_all();
    response->mutable_partial_success()->set_rejected_spans(rejected_);
    if (answers_.empty()) return grpc::Status::OK;
    grpc::Status answer = answers_.front();
    answers_.pop_front();
    return answer;
  }

 private:
  int port_ = 0;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<grpc::Status> answers_;
  int64_t rejected_ = 0;
  std::vector<std::string> calls_;
  std::unique_ptr<grpc::Server> server_;
};

}  // namespace backlinks::telemetry::testing_trace

#endif  // BACKLINKS_TESTS_TELEMETRY_COLLECTOR_H_
