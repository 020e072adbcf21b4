// A client of any method with any bytes, that may send nothing or cancel.
#ifndef BACKLINKS_TESTS_RPC_GENERIC_CLIENT_H_
#define BACKLINKS_TESTS_RPC_GENERIC_CLIENT_H_

#include <future>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "grpcpp/channel.h"
#include "grpcpp/generic/generic_stub.h"
#include "grpcpp/grpcpp.h"
#include "service/common/status/grpc_status.h"
#include "service/rpc/raw_message.h"

namespace backlinks::testing_rpc {

inline grpc::ByteBuffer Buffer(const std::string& bytes) {
  const grpc::Slice slice(bytes);
  return {&slice, 1};
}

// One call, which begins with the object. Wait must be called once.
class GenericCall final
    : public grpc::ClientBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer> {
 public:
  GenericCall(const std::shared_ptr<grpc::Channel>& channel,
              const std::string& path,
              grpc_compression_algorithm compression = GRPC_COMPRESS_NONE,
              const std::string& authorization = "")
      : stub_(channel) {
    if (!authorization.empty()) {
      context_.AddMetadata("authorization", authorization);
    }
    context_.set_compression_algorithm(compression);
    stub_.PrepareBidiStreamingCall(&context_, path, grpc::StubOptions(), this);
    AddHold();  // Until Wait.
    StartRead(&response_);
    StartCall();
  }

  // At most once.
  void Send(const std::string& bytes) {
    request_ = Buffer(bytes);
    StartWrite(&request_);
  }
  void CloseSide() { StartWritesDone(); }
  void Cancel() { context_.TryCancel(); }

  absl::Status Wait() {
    RemoveHold();
    return FromGrpcStatus(done_.get_future().get());
  }
  // The last message; after Wait.
  std::string response() const { return rpc::BytesOf(last_); }

 private:
  void OnReadDone(bool ok) override {
    if (!ok) return;
    last_ = response_;
    StartRead(&response_);
  }
  void OnDone(const grpc::Status& status) override { done_.set_value(status); }

  grpc::GenericStub stub_;
  grpc::ClientContext context_;
  grpc::ByteBuffer request_;
  grpc::ByteBuffer response_;
  grpc::ByteBuffer last_;
  std::promise<grpc::Status> done_;
};

}  // namespace backlinks::testing_rpc

#endif  // BACKLINKS_TESTS_RPC_GENERIC_CLIENT_H_
