// Takes one stream of rows from a server as fast as it can.
//
// In:     drain_client ADDRESS ROWS [parse]. Without `parse` messages are
//         counted and thrown away as bytes, which shows the server's own
//         speed; with it every message is parsed, as a real client has to.
// Out:    one JSON line: rows (as the last message says), bytes, messages,
//         seconds, first_ms (the first message that holds rows).
// Errors: the status of the stream, exit 1.
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>

#include "backlinks/v1/backlinks_service.pb.h"
#include "fmt/format.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/generic/generic_stub.h"
#include "grpcpp/grpcpp.h"
#include "grpcpp/impl/codegen/proto_utils.h"

namespace {

namespace api = backlinks::v1;
using Clock = std::chrono::steady_clock;

constexpr const char* kMethod = "/backlinks.v1.BacklinksService/StreamRefpages";

double SecondsSince(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

struct Tally {
  int64_t rows = 0;
  int64_t bytes = 0;
  int64_t messages = 0;
  double first_ms = 0;
};

grpc::ByteBuffer MakeRequest(int64_t rows) {
  api::StreamRefpagesRequest request;
  request.mutable_query()->set_target("bench.example");
  request.mutable_query()->set_mode(api::TARGET_MODE_SUBDOMAINS);
  request.set_row_limit(rows);
  const grpc::Slice slice(request.SerializeAsString());
  return grpc::ByteBuffer(&slice, 1);
}

// False: the stream, or the call, has come to its end.
bool Next(grpc::CompletionQueue& queue) {
  void* tag = nullptr;
  bool ok = false;
  return queue.Next(&tag, &ok) && ok;
}

int64_t SentRows(grpc::ByteBuffer message) {
  api::StreamRefpagesResponse response;
  if (!grpc::SerializationTraits<api::StreamRefpagesResponse>::Deserialize(
           &message, &response)
           .ok()) {
    return -1;
  }
  return response.progress().sent_row_count();
}

using Stream = grpc::GenericClientAsyncReaderWriter;

void Drain(Stream& stream, grpc::CompletionQueue& queue, bool parse,
           Clock::time_point start, Tally& tally) {
  grpc::ByteBuffer message;
  grpc::ByteBuffer last;
  while (stream.Read(&message, nullptr), Next(queue)) {
    if (tally.messages == 0) tally.first_ms = SecondsSince(start) * 1000;
    ++tally.messages;
    tally.bytes += static_cast<int64_t>(message.Length());
    if (parse) tally.rows = SentRows(message);
    last.Swap(&message);
  }
  if (last.Valid()) tally.rows = SentRows(last);
}

grpc::Status Call(const std::string& address, int64_t rows, bool parse,
                  Clock::time_point start, Tally& tally) {
  grpc::GenericStub stub(
      grpc::CreateChannel(address, grpc::InsecureChannelCredentials()));
  grpc::ClientContext context;
  grpc::CompletionQueue queue;
  const auto stream = stub.PrepareCall(&context, kMethod, &queue);
  stream->StartCall(nullptr);
  if (Next(queue)) {
    stream->WriteLast(MakeRequest(rows), grpc::WriteOptions(), nullptr);
    if (Next(queue)) Drain(*stream, queue, parse, start, tally);
  }
  grpc::Status status;
  stream->Finish(&status, nullptr);
  Next(queue);
  return status;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) {
    fmt::print(stderr, "usage: drain_client ADDRESS ROWS [parse]\n");
    return 2;
  }
  const bool parse = argc > 3 && std::string_view(argv[3]) == "parse";
  const auto start = Clock::now();
  Tally tally;
  const grpc::Status status =
      Call(argv[1], std::strtoll(argv[2], nullptr, 10), parse, start, tally);
  if (!status.ok()) {
    fmt::print(stderr, "drain_client: {} {}\n",
               static_cast<int>(status.error_code()), status.error_message());
    return 1;
  }
  fmt::print(
      "{{\"rows\": {}, \"bytes\": {}, \"messages\": {}, \"seconds\": {:.6f}, "
      "\"first_ms\": {:.3f}}}\n",
      tally.rows, tally.bytes, tally.messages, SecondsSince(start),
      tally.first_ms);
  return 0;
}
