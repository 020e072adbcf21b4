// Reads streams of rows from a server as fast as it can, and discards them.
//
// In:     drain_client ADDRESS ROWS [--streams N] [--calls N]
//         [--connections N] [--target HOST] [--where FILTER] [--parse]
//         [--ca FILE]: CALLS streams of at most ROWS rows, STREAMS at a time.
//         Messages are counted and discarded as bytes, which shows the server's
//         own speed; with --parse the generated class parses every one.
// Out:    one JSON line: rows and scanned (from the last message of each
//         stream), bytes, messages, calls, seconds, and first_ms, the median
//         time until the first message.
// Errors: the status of the first stream that fails, exit 1.
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

#include "CLI/CLI.hpp"
#include "backlinks/v1/backlinks_service.pb.h"
#include "fmt/format.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/generic/generic_stub.h"
#include "grpcpp/grpcpp.h"
#include "service/common/parse/filter_text.h"
#include "tests/bench/drain_call.h"

namespace backlinks::bench {
namespace {

using Clock = std::chrono::steady_clock;

struct Options {
  std::string address;
  int64_t rows = 0;
  int streams = 1;
  int calls = 0;        // 0: as many as streams.
  int connections = 0;  // 0: one for each stream, but at most 8.
  std::string target = "bench.example";
  std::string where;
  bool parse = false;
  std::string ca_file;
};

double MsSince(Clock::time_point start) {
  return std::chrono::duration<double, std::milli>(Clock::now() - start)
      .count();
}

grpc::ByteBuffer MakeRequest(const Options& options) {
  v1::StreamRefpagesRequest request;
  v1::RefpagesQuery& query = *request.mutable_query();
  if (!options.where.empty()) {
    // Checked by Main.
    *query.mutable_where() = *ParseFilterText(options.where);
  }
  query.set_target(options.target);
  query.set_mode(v1::TARGET_MODE_SUBDOMAINS);
  request.set_row_limit(options.rows);
  request.mutable_max_price()->set_milli_amount(1'000'000'000'000);
  const grpc::Slice slice(request.SerializeAsString());
  return grpc::ByteBuffer(&slice, 1);
}

std::vector<std::unique_ptr<grpc::GenericStub>> Connect(
    const Options& options) {
  std::shared_ptr<grpc::ChannelCredentials> credentials =
      grpc::InsecureChannelCredentials();
  if (!options.ca_file.empty()) {
    std::ifstream file(options.ca_file);
    credentials = grpc::SslCredentials(
        {.pem_root_certs = {std::istreambuf_iterator<char>(file), {}}});
  }
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  std::vector<std::unique_ptr<grpc::GenericStub>> stubs;
  stubs.reserve(static_cast<size_t>(options.connections));
  for (int i = 0; i < options.connections; ++i) {
    stubs.push_back(std::make_unique<grpc::GenericStub>(
        grpc::CreateCustomChannel(options.address, credentials, arguments)));
  }
  return stubs;
}

// Makes all calls. Returns the status of the first that fails.
grpc::Status Drain(const Options& options, Totals& totals) {
  const auto stubs = Connect(options);
  const grpc::ByteBuffer request = MakeRequest(options);
  grpc::CompletionQueue queue;
  int started = 0;
  const auto start_one = [&] {
    // Owned by the loop below.
    new DrainCall(*stubs[started++ % stubs.size()], request, options.parse,
                  queue, totals);
  };
  while (started < options.streams) start_one();
  void* tag = nullptr;
  bool ok = false;
  for (int ended = 0; ended < options.calls && queue.Next(&tag, &ok);) {
    std::unique_ptr<DrainCall> call(static_cast<DrainCall*>(tag));
    if (!call->Advance(ok)) {
      static_cast<void>(call.release());  // Until its next completion.
      continue;
    }
    if (!call->status().ok()) return call->status();
    ++ended;
    if (started < options.calls) start_one();
  }
  return grpc::Status::OK;
}

int Main(Options options) {
  const auto filter = ParseFilterText(options.where);
  if (!options.where.empty() && !filter.ok()) {
    fmt::print(stderr, "drain_client: {}\n", filter.status().ToString());
    return 2;
  }
  options.calls = std::max(options.calls, options.streams);
  if (options.connections == 0) {
    options.connections = std::min(options.streams, 8);
  }
  const auto start = Clock::now();
  Totals totals;
  const grpc::Status status = Drain(options, totals);
  if (!status.ok()) {
    fmt::print(stderr, "drain_client: {} {}\n",
               static_cast<int>(status.error_code()), status.error_message());
    std::_Exit(1);  // Without waiting for the other calls.
  }
  auto& first = totals.first_ms;
  std::sort(first.begin(), first.end());
  fmt::print(R"({{"rows": {}, "scanned": {}, "bytes": {}, "messages": {}, )"
             R"("calls": {}, "seconds": {:.6f}, "first_ms": {:.3f}}})"
             "\n",
             totals.rows, totals.scanned, totals.bytes, totals.messages,
             options.calls, MsSince(start) / 1000,
             first.empty() ? 0 : first[first.size() / 2]);
  return 0;
}

}  // namespace
}  // namespace backlinks::bench

int main(int argc, char** argv) {
  backlinks::bench::Options options;
  CLI::App app("Reads streams of rows and discards them");
  app.add_option("address", options.address)->required();
  app.add_option("rows", options.rows)->required();
  app.add_option("--streams", options.streams);
  app.add_option("--calls", options.calls);
  app.add_option("--connections", options.connections);
  app.add_option("--target", options.target);
  app.add_option("--where", options.where);
  app.add_flag("--parse", options.parse);
  app.add_option("--ca", options.ca_file);
  CLI11_PARSE(app, argc, argv);
  return backlinks::bench::Main(options);
}
