// A reactor of gRPC's callback API whose callback shares memory with a worker.
//
// Use: reactor_race ordered|race
//      ordered: the worker writes before it gives the call back to gRPC, so
//      that
//               OnDone reads after it.
//      race:    the worker writes after that, which ThreadSanitizer has to
//               report although gRPC's libraries are not instrumented.
#include <chrono>
#include <cstdio>
#include <future>
#include <string_view>
#include <thread>

#include "grpcpp/generic/async_generic_service.h"
#include "grpcpp/generic/generic_stub.h"
#include "grpcpp/grpcpp.h"

namespace {

class Reactor final : public grpc::ServerGenericBidiReactor {
 public:
  // `written` and `done` must outlive the reactor.
  Reactor(bool race, int& written, std::promise<int>& done)
      : written_(written), done_(done) {
    std::thread([this, race, &written = written_] {
      if (!race) written = 1;
      Finish(grpc::Status::OK);
      if (race) written = 1;
    }).detach();
  }

  void OnDone() override {
    const int written = written_;
    done_.set_value(written);
    delete this;
  }

 private:
  int& written_;
  std::promise<int>& done_;
};

class Service final : public grpc::CallbackGenericService {
 public:
  explicit Service(bool race) : race_(race) {}

  grpc::ServerGenericBidiReactor* CreateReactor(
      grpc::GenericCallbackServerContext*) override {
    return new Reactor(race_, written_, done);
  }

  std::promise<int> done;

 private:
  const bool race_;
  int written_ = 0;
};

// Makes one call, and waits until both sides have ended.
void Call(grpc::Server& server) {
  grpc::GenericStub stub(server.InProcessChannel({}));
  grpc::ClientContext context;
  const grpc::Slice bytes("request");
  const grpc::ByteBuffer request(&bytes, 1);
  grpc::ByteBuffer response;
  std::promise<void> ended;
  stub.UnaryCall(&context, "/service/Method", {}, &request, &response,
                 [&ended](const grpc::Status&) { ended.set_value(); });
  ended.get_future().wait();
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  static Service service(std::string_view(argv[1]) == "race");
  grpc::ServerBuilder builder;
  builder.RegisterCallbackGenericService(&service);
  const auto server = builder.BuildAndStart();
  Call(*server);
  std::printf("%d\n", service.done.get_future().get());
  // The worker may not yet have written.
  std::this_thread::sleep_for(std::chrono::milliseconds(200));
  server->Shutdown();
  return 0;
}
