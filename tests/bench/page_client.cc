// Calls for one page to a server: each client sends one after the other.
//
// In:     page_client ADDRESS TARGET CALLS [ROWS [CLIENTS]]: CALLS of each
//         client, for ROWS rows, 1 by default.
// Out:    one JSON line: the median and p99 of a call in microseconds, and the
//         calls of all clients a second.
// Errors: the status of the first call that fails, exit 1.
#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <future>
#include <iterator>
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

api::ListRefpagesRequest OnePage(const std::string& target, int rows) {
  api::ListRefpagesRequest request;
  request.mutable_query()->set_target(target);
  request.mutable_query()->set_mode(api::TARGET_MODE_DOMAIN);
  request.set_page_size(rows);
  return request;
}

void Call(api::BacklinksService::Stub& stub,
          const api::ListRefpagesRequest& request) {
  grpc::ClientContext context;
  api::ListRefpagesResponse response;
  const grpc::Status status = stub.ListRefpages(&context, request, &response);
  if (status.ok()) return;
  fmt::print(stderr, "page_client: {} {}\n",
             static_cast<int>(status.error_code()), status.error_message());
  std::exit(1);
}

// Returns the time of each call of one client.
std::vector<double> Times(const std::string& address,
                          const api::ListRefpagesRequest& request, int calls) {
  const auto stub = api::BacklinksService::NewStub(
      grpc::CreateChannel(address, grpc::InsecureChannelCredentials()));
  for (int i = 0; i < kWarmUp; ++i) Call(*stub, request);
  std::vector<double> times;
  for (int i = 0; i < calls; ++i) {
    const auto start = Clock::now();
    Call(*stub, request);
    times.push_back(Micros(Clock::now() - start).count());
  }
  return times;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 4) {
    fmt::print(stderr,
               "usage: page_client ADDRESS TARGET CALLS [ROWS [CLIENTS]]\n");
    return 2;
  }
  const int calls = std::atoi(argv[3]);
  const auto request = OnePage(argv[2], argc > 4 ? std::atoi(argv[4]) : 1);
  std::vector<std::future<std::vector<double>>> clients(
      argc > 5 ? std::atoi(argv[5]) : 1);
  for (auto& client : clients) {
    client = std::async(std::launch::async, Times, argv[1], request, calls);
  }
  std::vector<double> all;
  double rate = 0;
  for (auto& client : clients) {
    const std::vector<double> times = client.get();
    double sum = 0;
    for (const double time : times) sum += time;
    rate += 1e6 * calls / sum;
    all.insert(all.end(), times.begin(), times.end());
  }
  std::sort(all.begin(), all.end());
  fmt::print("{{\"p50\": {:.0f}, \"p99\": {:.0f}, \"rate\": {:.0f}}}\n",
             all[all.size() / 2], all[all.size() * 99 / 100], rate);
  return 0;
}
