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
#include "grpcpp/impl/codegen/proto_utils.h"
#include "service/common/parse/filter_text.h"

namespace {

namespace api = backlinks::v1;
using Clock = std::chrono::steady_clock;

constexpr const char* kMethod = "/backlinks.v1.BacklinksService/StreamRefpages";

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
  api::StreamRefpagesRequest request;
  api::RefpagesQuery& query = *request.mutable_query();
  if (!options.where.empty()) {
    // Checked by Main.
    *query.mutable_where() = *backlinks::ParseFilterText(options.where);
  }
  query.set_target(options.target);
  query.set_mode(api::TARGET_MODE_SUBDOMAINS);
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

// The totals of all calls.
struct Totals {
  int64_t rows = 0;
  int64_t scanned = 0;
  int64_t bytes = 0;
  int64_t messages = 0;
  std::vector<double> first_ms;
};

// One stream. Each completion leads to the next operation; the call is its tag.
class Call {
 public:
  Call(grpc::GenericStub& stub, const grpc::ByteBuffer& request, bool parse,
       grpc::CompletionQueue& queue, Totals& totals)
      : parse_(parse),
        totals_(totals),
        request_(request),
        stream_(stub.PrepareCall(&context_, kMethod, &queue)) {
    stream_->StartCall(this);
  }

  // Handles the completion of the last operation. Returns true at the end of
  // the call; status() is then set.
  bool Advance(bool ok) {
    if (step_ == Step::kFinish) {
      if (last_.Valid()) ReadProgress();
      return true;
    }
    if (!ok) {
      step_ = Step::kFinish;
      stream_->Finish(&status_, this);
    } else if (step_ == Step::kStart) {
      step_ = Step::kWrite;
      stream_->WriteLast(request_, grpc::WriteOptions(), this);
    } else {
      if (step_ == Step::kRead) Count();
      step_ = Step::kRead;
      stream_->Read(&message_, this);
    }
    return false;
  }

  const grpc::Status& status() const { return status_; }

 private:
  enum class Step { kStart, kWrite, kRead, kFinish };
  using Traits = grpc::SerializationTraits<api::StreamRefpagesResponse>;

  void Count() {
    if (!last_.Valid()) totals_.first_ms.push_back(MsSince(start_));
    ++totals_.messages;
    totals_.bytes += static_cast<int64_t>(message_.Length());
    if (parse_) {
      grpc::ByteBuffer copy = message_;
      if (!Traits::Deserialize(&copy, &parsed_).ok()) context_.TryCancel();
    }
    last_.Swap(&message_);
  }

  void ReadProgress() {
    api::StreamRefpagesResponse response;
    if (!Traits::Deserialize(&last_, &response).ok()) return;
    totals_.rows += response.progress().sent_row_count();
    totals_.scanned += response.progress().scanned_row_count();
  }

  const Clock::time_point start_ = Clock::now();
  const bool parse_;
  Totals& totals_;
  const grpc::ByteBuffer& request_;
  grpc::ClientContext context_;
  std::unique_ptr<grpc::GenericClientAsyncReaderWriter> stream_;
  Step step_ = Step::kStart;
  grpc::ByteBuffer message_;
  grpc::ByteBuffer last_;
  // Reused, as readers of the client library do: its rows keep their memory.
  api::StreamRefpagesResponse parsed_;
  grpc::Status status_;
};

// Makes all calls. Returns the status of the first that fails.
grpc::Status Drain(const Options& options, Totals& totals) {
  const auto stubs = Connect(options);
  const grpc::ByteBuffer request = MakeRequest(options);
  grpc::CompletionQueue queue;
  int started = 0;
  const auto start_one = [&] {
    // Owned by the loop below.
    new Call(*stubs[started++ % stubs.size()], request, options.parse, queue,
             totals);
  };
  while (started < options.streams) start_one();
  void* tag = nullptr;
  bool ok = false;
  for (int ended = 0; ended < options.calls && queue.Next(&tag, &ok);) {
    std::unique_ptr<Call> call(static_cast<Call*>(tag));
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
  const auto filter = backlinks::ParseFilterText(options.where);
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

int main(int argc, char** argv) {
  Options options;
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
  return Main(options);
}
