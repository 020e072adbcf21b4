// Takes one stream of rows from a server as fast as it can.
//
// In:     drain_client ADDRESS ROWS [parse] [FILTER]. Without `parse` messages
//         are counted and thrown away as bytes, which shows the server's own
//         speed; with it every message is parsed, as a real client has to.
//         FILTER is filter text for `where`.
// Out:    one JSON line: rows and scanned (as the last message says), bytes,
//         messages, seconds, first_ms (the first message).
// Errors: the status of the stream, exit 1.
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

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

double SecondsSince(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

struct Counters {
  int64_t rows = 0;
  int64_t scanned = 0;
  int64_t bytes = 0;
  int64_t messages = 0;
  double first_ms = 0;
};

struct Wish {
  int64_t rows = 0;
  bool parse = false;
  std::optional<api::Filter> where;
};

grpc::ByteBuffer MakeRequest(const Wish& wish) {
  api::StreamRefpagesRequest request;
  if (wish.where) *request.mutable_query()->mutable_where() = *wish.where;
  request.mutable_query()->set_target("bench.example");
  request.mutable_query()->set_mode(api::TARGET_MODE_SUBDOMAINS);
  request.set_row_limit(wish.rows);
  const grpc::Slice slice(request.SerializeAsString());
  return grpc::ByteBuffer(&slice, 1);
}

// False: the stream, or the call, has come to its end.
bool Next(grpc::CompletionQueue& queue) {
  void* tag = nullptr;
  bool ok = false;
  return queue.Next(&tag, &ok) && ok;
}

void ReadProgress(grpc::ByteBuffer message, Counters& counters) {
  api::StreamRefpagesResponse response;
  using Traits = grpc::SerializationTraits<api::StreamRefpagesResponse>;
  if (!Traits::Deserialize(&message, &response).ok()) return;
  counters.rows = response.progress().sent_row_count();
  counters.scanned = response.progress().scanned_row_count();
}

using Stream = grpc::GenericClientAsyncReaderWriter;

void Drain(Stream& stream, grpc::CompletionQueue& queue, bool parse,
           Clock::time_point start, Counters& counters) {
  grpc::ByteBuffer message;
  grpc::ByteBuffer last;
  while (stream.Read(&message, nullptr), Next(queue)) {
    if (counters.messages == 0) counters.first_ms = SecondsSince(start) * 1000;
    ++counters.messages;
    counters.bytes += static_cast<int64_t>(message.Length());
    if (parse) ReadProgress(message, counters);
    last.Swap(&message);
  }
  if (last.Valid()) ReadProgress(last, counters);
}

grpc::Status Call(const std::string& address, const Wish& wish,
                  Clock::time_point start, Counters& counters) {
  grpc::GenericStub stub(
      grpc::CreateChannel(address, grpc::InsecureChannelCredentials()));
  grpc::ClientContext context;
  grpc::CompletionQueue queue;
  const auto stream = stub.PrepareCall(&context, kMethod, &queue);
  stream->StartCall(nullptr);
  if (Next(queue)) {
    stream->WriteLast(MakeRequest(wish), grpc::WriteOptions(), nullptr);
    if (Next(queue)) Drain(*stream, queue, wish.parse, start, counters);
  }
  grpc::Status status;
  stream->Finish(&status, nullptr);
  Next(queue);
  return status;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) {
    fmt::print(stderr, "usage: drain_client ADDRESS ROWS [parse] [FILTER]\n");
    return 2;
  }
  Wish wish{.rows = std::strtoll(argv[2], nullptr, 10)};
  for (int i = 3; i < argc; ++i) {
    if (std::string_view(argv[i]) == "parse") {
      wish.parse = true;
      continue;
    }
    auto filter = backlinks::ParseFilterText(argv[i]);
    if (!filter.ok()) {
      fmt::print(stderr, "drain_client: {}\n",
                 std::string(filter.status().message()));
      return 2;
    }
    wish.where = *std::move(filter);
  }
  const auto start = Clock::now();
  Counters counters;
  const grpc::Status status = Call(argv[1], wish, start, counters);
  if (!status.ok()) {
    fmt::print(stderr, "drain_client: {} {}\n",
               static_cast<int>(status.error_code()), status.error_message());
    return 1;
  }
  fmt::print(
      "{{\"rows\": {}, \"scanned\": {}, \"bytes\": {}, \"messages\": {}, "
      "\"seconds\": {:.6f}, \"first_ms\": {:.3f}}}\n",
      counters.rows, counters.scanned, counters.bytes, counters.messages,
      SecondsSince(start), counters.first_ms);
  return 0;
}
