#include "tests/edge/grpc_fixture.h"

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <future>
#include <mutex>
#include <thread>
#include <utility>

#include "grpcpp/generic/generic_stub.h"

namespace backlinks::testing_edge {
namespace {

constexpr auto kCallTimeout = std::chrono::seconds(10);
constexpr auto kPatience = std::chrono::minutes(1);

// Its callbacks hold the lock, as gRPC's own order between the last of them and
// OnDone is not visible to ThreadSanitizer.
class Echo final : public grpc::ServerGenericBidiReactor {
 public:
  Echo(ConnectionActivity& activity, std::string peer)
      : activity_(activity), peer_(std::move(peer)) {
    const std::lock_guard lock(mutex_);
    activity_.OnCallBegin(peer_);
    StartRead(&message_);
  }

  void OnReadDone(bool ok) override {
    const std::lock_guard lock(mutex_);
    if (!ok) {
      Finish(grpc::Status::CANCELLED);
      return;
    }
    has_request_ = true;
    activity_.OnRequest(peer_, static_cast<int64_t>(message_.Length()));
    StartWriteAndFinish(&message_, grpc::WriteOptions(), grpc::Status::OK);
  }
  void OnCancel() override {
    const std::lock_guard lock(mutex_);
    is_cancelled_ = true;
  }
  void OnDone() override {
    {
      const std::lock_guard lock(mutex_);
      activity_.OnCallEnd(
          peer_, {.reset = is_cancelled_, .has_request = has_request_});
    }
    delete this;
  }

 private:
  ConnectionActivity& activity_;
  const std::string peer_;
  grpc::ByteBuffer message_;
  std::mutex mutex_;
  bool has_request_ = false;
  bool is_cancelled_ = false;
};

std::unique_ptr<edge::Edge> MustBind(edge::EdgeOptions options) {
  auto edge = edge::Edge::Bind(std::move(options));
  if (edge.ok()) return *std::move(edge);
  std::fprintf(stderr, "%s\n", edge.status().ToString().c_str());
  std::abort();
}

}  // namespace

grpc::ServerGenericBidiReactor* EchoService::CreateReactor(
    grpc::GenericCallbackServerContext* context) {
  return new Echo(activity_, context->peer());
}

ServedEdge::ServedEdge(edge::EdgeOptions options)
    : listen_(options.listen),
      edge_(MustBind(std::move(options))),
      service_(std::make_unique<EchoService>(edge_->activity())) {
  grpc::ServerBuilder builder;
  acceptor_ = builder.experimental().AddExternalConnectionAcceptor(
      grpc::ServerBuilder::experimental_type::ExternalConnectionType::FROM_FD,
      grpc::InsecureServerCredentials());
  builder.RegisterCallbackGenericService(service_.get());
  server_ = builder.BuildAndStart();
  const absl::Status serving = edge_->Serve([this](int fd) {
    grpc::experimental::ExternalConnectionAcceptor::NewConnectionParameters
        connection;
    connection.fd = fd;
    connection.listener_fd = fd;  // Newer versions of gRPC need any.
    acceptor_->HandleNewConnection(&connection);
  });
  if (!serving.ok()) std::abort();
}

ServedEdge::~ServedEdge() {
  edge_->StopAccepting();
  server_->Shutdown(std::chrono::system_clock::now());
}

bool ServedEdge::Call() const {
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  const std::string target = edge_->port() == 0
                                 ? listen_
                                 : "127.0.0.1:" + std::to_string(edge_->port());
  grpc::GenericStub stub(grpc::CreateCustomChannel(
      target, grpc::InsecureChannelCredentials(), arguments));
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + kCallTimeout);
  const grpc::Slice slice("request");
  const grpc::ByteBuffer request(&slice, 1);
  grpc::ByteBuffer response;
  std::promise<bool> done;
  stub.UnaryCall(
      &context, "/any.Service/Method", grpc::StubOptions(), &request, &response,
      [&done](const grpc::Status& status) { done.set_value(status.ok()); });
  return done.get_future().get();
}

bool Eventually(const std::function<bool()>& condition) {
  const auto end = std::chrono::steady_clock::now() + kPatience;
  while (!condition()) {
    if (std::chrono::steady_clock::now() > end) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  return true;
}

}  // namespace backlinks::testing_edge
