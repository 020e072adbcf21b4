// Opens many streams, reads the first message of each, and then nothing.
//
// In:     stalled_client ADDRESS STREAMS CONNECTIONS [list]. With `list` it
//         calls ListRefpages instead, for pages of 1,000 rows, all at once.
// Out:    one line when every stream has its first message or every call its
//         response: the number of those that failed. It then waits for the end
//         of its input, cancels what is left and prints another line: the
//         number of the streams that the server had ended before.
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <latch>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "backlinks/v1/backlinks_service.pb.h"
#include "fmt/format.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/generic/generic_stub.h"
#include "grpcpp/grpcpp.h"

namespace {

namespace api = backlinks::v1;

constexpr int kPageRows = 1000;
constexpr int kManyRows = 2000;
constexpr std::string_view kService = "/backlinks.v1.BacklinksService/";

void SetTarget(api::RefpagesQuery& query) {
  query.set_target("www.apache.org");
  query.set_mode(api::TARGET_MODE_DOMAIN);
}

grpc::ByteBuffer MakeRequest(bool list) {
  std::string bytes;
  if (list) {
    api::ListRefpagesRequest request;
    SetTarget(*request.mutable_query());
    request.set_page_size(kPageRows);
    bytes = request.SerializeAsString();
  } else {
    api::StreamRefpagesRequest request;
    SetTarget(*request.mutable_query());
    request.set_row_limit(kManyRows);
    bytes = request.SerializeAsString();
  }
  const grpc::Slice slice(bytes);
  return grpc::ByteBuffer(&slice, 1);
}

int NumberIn(const char* text) {
  return static_cast<int>(std::strtol(text, nullptr, 10));
}

// What all calls count: the first message of each, and their ends.
struct Counts {
  explicit Counts(int calls) : begun(calls), open(calls) {}

  std::latch begun;
  std::latch open;
  std::atomic<int> failed = 0;
  std::atomic<int> ended = 0;
};

class Call final
    : public grpc::ClientBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer> {
 public:
  Call(grpc::GenericStub& stub, bool list, Counts& counts)
      : request_(MakeRequest(list)), counts_(counts) {
    const std::string method =
        std::string(kService) + (list ? "ListRefpages" : "StreamRefpages");
    stub.PrepareBidiStreamingCall(&context_, method, {}, this);
    StartWriteLast(&request_, {});
    StartRead(&response_);
    StartCall();
  }

  void Cancel() { context_.TryCancel(); }

  void OnReadDone(bool ok) override {
    if (!ok) ++counts_.failed;
    response_.Clear();
    counts_.begun.count_down();
  }
  void OnDone(const grpc::Status& status) override {
    if (status.error_code() != grpc::StatusCode::CANCELLED) ++counts_.ended;
    counts_.open.count_down();
  }

 private:
  grpc::ClientContext context_;
  const grpc::ByteBuffer request_;
  grpc::ByteBuffer response_;
  Counts& counts_;
};

std::vector<std::unique_ptr<grpc::GenericStub>> Connect(
    const std::string& address, int connections, bool list) {
  grpc::ChannelArguments arguments;
  // The window of a stream stays at 64 KiB, so that it stalls early.
  if (!list) arguments.SetInt(GRPC_ARG_HTTP2_BDP_PROBE, 0);
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  std::vector<std::unique_ptr<grpc::GenericStub>> stubs;
  stubs.reserve(static_cast<size_t>(connections));
  for (int i = 0; i < connections; ++i) {
    stubs.push_back(
        std::make_unique<grpc::GenericStub>(grpc::CreateCustomChannel(
            address, grpc::InsecureChannelCredentials(), arguments)));
  }
  return stubs;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 4) {
    fmt::print(stderr,
               "usage: stalled_client ADDRESS STREAMS CONNECTIONS [list]\n");
    return 2;
  }
  const int streams = NumberIn(argv[2]);
  const bool list = argc > 4 && std::string_view(argv[4]) == "list";
  const auto stubs = Connect(argv[1], NumberIn(argv[3]), list);
  Counts counts(streams);
  std::vector<std::unique_ptr<Call>> calls;
  calls.reserve(static_cast<size_t>(streams));
  for (int i = 0; i < streams; ++i) {
    calls.push_back(
        std::make_unique<Call>(*stubs[i % stubs.size()], list, counts));
  }
  counts.begun.wait();
  fmt::print("{}\n", counts.failed.load());
  std::fflush(stdout);
  std::string line;
  while (std::getline(std::cin, line)) {
  }
  for (const auto& call : calls) call->Cancel();
  counts.open.wait();
  fmt::print("{}\n", counts.ended.load());
  return 0;
}
