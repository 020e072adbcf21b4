// One-row calls to a server, one after the other.
//
// In:     one_row_client ADDRESS TARGET CALLS.
// Out:    one JSON line: the median and p99 of a call, in microseconds.
// Errors: the status of the first call that fails, exit 1.
#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <string>
#include <vector>

#include "backlinks/v1/backlinks_service.grpc.pb.h"
#include "fmt/format.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/grpcpp.h"

namespace {

namespace api = backlinks::v1;
using Clock = std::chrono::steady_clock;
using Micros = std::chrono::duration<double, std::micro>;

constexpr int kWarmUp = 100;

api::ListRefpagesRequest OneRow(const std::string& target) {
  api::ListRefpagesRequest request;
  request.mutable_query()->set_target(target);
  request.mutable_query()->set_mode(api::TARGET_MODE_DOMAIN);
  request.set_page_size(1);
  return request;
}

grpc::Status Call(api::BacklinksService::Stub& stub,
                  const api::ListRefpagesRequest& request) {
  grpc::ClientContext context;
  api::ListRefpagesResponse response;
  return stub.ListRefpages(&context, request, &response);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 4) {
    fmt::print(stderr, "usage: one_row_client ADDRESS TARGET CALLS\n");
    return 2;
  }
  const auto stub = api::BacklinksService::NewStub(
      grpc::CreateChannel(argv[1], grpc::InsecureChannelCredentials()));
  const api::ListRefpagesRequest request = OneRow(argv[2]);
  const int calls = std::atoi(argv[3]);
  std::vector<double> times;
  for (int i = -kWarmUp; i < calls; ++i) {
    const auto start = Clock::now();
    const grpc::Status status = Call(*stub, request);
    if (!status.ok()) {
      fmt::print(stderr, "one_row_client: {} {}\n",
                 static_cast<int>(status.error_code()), status.error_message());
      return 1;
    }
    if (i >= 0) times.push_back(Micros(Clock::now() - start).count());
  }
  std::sort(times.begin(), times.end());
  fmt::print("{{\"p50\": {:.0f}, \"p99\": {:.0f}}}\n", times[calls / 2],
             times[calls * 99 / 100]);
  return 0;
}
