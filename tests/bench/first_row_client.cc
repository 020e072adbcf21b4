// The time until the first row of a stream, beside the time until the first
// bytes of the same answer by HTTP, in turn, on connections that are open.
//
// In:     first_row_client ADDRESS PORT PATH CALLS: the server, and its
//         upstream (of 127.0.0.1).
// Out:    one JSON line: grpc_ms and http_ms, the medians of CALLS.
// Errors: a message and exit 1.
#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "backlinks/v1/backlinks_service.grpc.pb.h"
#include "boost/asio/io_context.hpp"
#include "boost/asio/ip/tcp.hpp"
#include "boost/beast/core.hpp"
#include "boost/beast/http.hpp"
#include "fmt/format.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/grpcpp.h"

namespace {

namespace api = backlinks::v1;
namespace beast = boost::beast;
namespace http = beast::http;
using Clock = std::chrono::steady_clock;

constexpr int kWarmUp = 20;
constexpr size_t kWindowBytes = 64 << 10;
constexpr std::chrono::milliseconds kIdle(2);  // Before each call.

double MsSince(Clock::time_point start) {
  return std::chrono::duration<double, std::milli>(Clock::now() - start)
      .count();
}

// Returns the time until the first message with a row. Reads the whole stream.
double FirstRow(api::BacklinksService::Stub& stub,
                const api::StreamRefpagesRequest& request) {
  const auto start = Clock::now();
  double first = 0;
  grpc::ClientContext context;
  const auto stream = stub.StreamRefpages(&context, request);
  api::StreamRefpagesResponse message;
  while (stream->Read(&message)) {
    if (first == 0 && message.refpages_size() > 0) first = MsSince(start);
  }
  const grpc::Status status = stream->Finish();
  if (!status.ok()) throw std::runtime_error(status.error_message());
  return first;
}

class HttpClient {
 public:
  HttpClient(const std::string& port, const std::string& path)
      : request_(http::verb::get, path, 11) {
    buffer_.reserve(kWindowBytes);
    boost::asio::ip::tcp::resolver resolver(io_);
    stream_.connect(resolver.resolve("127.0.0.1", port));
    request_.set(http::field::host, "127.0.0.1");
  }

  // Returns the time until the first bytes of the body. Reads all of it.
  double FirstBytes() {
    const auto start = Clock::now();
    double first = 0;
    http::write(stream_, request_);
    http::response_parser<http::buffer_body> parser;
    parser.body_limit(boost::none);
    http::read_header(stream_, buffer_, parser);
    while (!parser.is_done()) {
      parser.get().body().data = window_.data();
      parser.get().body().size = window_.size();
      beast::error_code error;
      http::read_some(stream_, buffer_, parser, error);
      if (error && error != http::error::need_buffer) {
        throw beast::system_error(error);
      }
      if (first == 0 && parser.get().body().size < window_.size()) {
        first = MsSince(start);
      }
    }
    return first;
  }

 private:
  boost::asio::io_context io_;
  beast::tcp_stream stream_{io_};
  beast::flat_buffer buffer_{kWindowBytes};
  http::request<http::empty_body> request_;
  std::string window_ = std::string(kWindowBytes, '\0');
};

double Median(std::vector<double>& times) {
  std::sort(times.begin(), times.end());
  return times[times.size() / 2];
}

void Run(const std::string& address, const std::string& port,
         const std::string& path, int calls) {
  const auto stub = api::BacklinksService::NewStub(
      grpc::CreateChannel(address, grpc::InsecureChannelCredentials()));
  api::StreamRefpagesRequest request;
  request.mutable_query()->set_target("bench.example");
  request.mutable_query()->set_mode(api::TARGET_MODE_SUBDOMAINS);
  HttpClient client(port, path);
  std::vector<double> grpc_ms;
  std::vector<double> http_ms;
  for (int i = -kWarmUp; i < calls; ++i) {
    std::this_thread::sleep_for(kIdle);
    const double first_row = FirstRow(*stub, request);
    std::this_thread::sleep_for(kIdle);
    const double first_bytes = client.FirstBytes();
    if (i < 0) continue;
    grpc_ms.push_back(first_row);
    http_ms.push_back(first_bytes);
  }
  fmt::print(R"({{"grpc_ms": {:.4f}, "http_ms": {:.4f}}})"
             "\n",
             Median(grpc_ms), Median(http_ms));
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 5) {
    fmt::print(stderr, "usage: first_row_client ADDRESS PORT PATH CALLS\n");
    return 2;
  }
  try {
    Run(argv[1], argv[2], argv[3], std::max(1, std::atoi(argv[4])));
  } catch (const std::exception& e) {
    fmt::print(stderr, "first_row_client: {}\n", e.what());
    return 1;
  }
  return 0;
}
