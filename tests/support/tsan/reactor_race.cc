// A reactor of gRPC's callback API whose callback shares memory with a worker.
//
// Use: reactor_race ordered|early|race
//      ordered: the worker writes before it gives the call back to gRPC, so
//               that OnDone reads after it.
//      early:   the same before gRPC knows the reactor: gRPC still writes into
//               it after the call ended, and calls OnDone after that.
//      race:    the worker writes after it gave the call back, which
//               ThreadSanitizer has to report although gRPC's libraries are not
//               instrumented.
#include <chrono>
#include <cstdio>
#include <future>
#include <memory>
#include <string_view>
#include <thread>
#include <utility>

#include "grpcpp/generic/async_generic_service.h"
#include "grpcpp/generic/generic_stub.h"
#include "grpcpp/grpcpp.h"

namespace {

class Reactor final : public grpc::ServerGenericBidiReactor {
 public:
  // `written` must outlive the reactor and its worker.
  Reactor(std::string_view mode, int& written,
          std::shared_ptr<std::promise<int>> done)
      : written_(written), done_(std::move(done)) {
    std::thread worker([this, race = mode == "race", &written = written_] {
      if (!race) written = 1;
      Finish(grpc::Status::OK);
      if (race) written = 1;
    });
    if (mode == "early") {
      worker.join();
    } else {
      worker.detach();
    }
  }

  void OnDone() override {
    const int written = written_;
    done_->set_value(written);
    delete this;
  }

 private:
  int& written_;
  const std::shared_ptr<std::promise<int>> done_;
};

class Service final : public grpc::CallbackGenericService {
 public:
  explicit Service(std::string_view mode) : mode_(mode) {}

  grpc::ServerGenericBidiReactor* CreateReactor(
      grpc::GenericCallbackServerContext*) override {
    return new Reactor(mode_, written_, done_);
  }

  // Returns what the OnDone of the next call reads.
  std::future<int> NextDone() {
    done_ = std::make_shared<std::promise<int>>();
    return done_->get_future();
  }

 private:
  const std::string_view mode_;
  int written_ = 0;
  std::shared_ptr<std::promise<int>> done_;
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
  const std::string_view mode = argv[1];
  static Service service(mode);
  grpc::ServerBuilder builder;
  builder.RegisterCallbackGenericService(&service);
  const auto server = builder.BuildAndStart();
  // Which thread is gRPC's last user of an early call differs from call to
  // call.
  const int calls = mode == "early" ? 200 : 1;
  for (int i = 0; i < calls; ++i) {
    std::future<int> done = service.NextDone();
    Call(*server);
    std::printf("%d\n", done.get());
  }
  // The worker may not yet have written.
  std::this_thread::sleep_for(std::chrono::milliseconds(200));
  server->Shutdown();
  return 0;
}
