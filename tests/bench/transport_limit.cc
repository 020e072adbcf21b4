// A gRPC server that decodes nothing: for every call it makes one HTTP request,
// and forwards 59% of each piece of the body (the ratio of the rows' encoded
// size to their JSON) in messages of the size that the server's have. No server
// on these two libraries can send rows faster.
//
// In:      transport_limit PORT PATH ROWS: the upstream (of 127.0.0.1), and the
//          number of rows to report in the last message of a call.
// Out:     one line when it is ready: its address. Runs until SIGTERM.
// Errors:  a call whose upstream fails ends with UNAVAILABLE.
// Threads: one for each core, as in the server; gRPC's own call the callbacks.
#include <algorithm>
#include <atomic>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "backlinks/v1/backlinks_service.pb.h"
#include "boost/asio/co_spawn.hpp"
#include "boost/asio/detached.hpp"
#include "boost/asio/executor_work_guard.hpp"
#include "boost/asio/experimental/concurrent_channel.hpp"
#include "boost/asio/io_context.hpp"
#include "boost/asio/ip/tcp.hpp"
#include "boost/asio/redirect_error.hpp"
#include "boost/asio/use_awaitable.hpp"
#include "boost/beast/core.hpp"
#include "boost/beast/http.hpp"
#include "fmt/format.h"
#include "grpcpp/generic/async_generic_service.h"
#include "grpcpp/grpcpp.h"
#include "service/stream/open_streams.h"

namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using boost::system::error_code;

constexpr size_t kReadBytes = 256 << 10;
constexpr size_t kMaxMessageBytes = 384 << 10;  // As --max_batch_bytes.
constexpr size_t kKeptPercent = 59;

struct Upstream {
  asio::ip::tcp::endpoint endpoint;
  std::string path;
  int64_t rows = 0;
};

std::string LastMessage(int64_t rows) {
  backlinks::v1::StreamRefpagesResponse response;
  response.mutable_progress()->set_sent_row_count(rows);
  response.mutable_progress()->set_scanned_row_count(rows);
  return response.SerializeAsString();
}

class Call final : public grpc::ServerGenericBidiReactor {
 public:
  Call(asio::io_context& io, const Upstream& upstream,
       backlinks::stream::OpenStreams& open_streams)
      : upstream_(upstream),
        io_(io),
        open_streams_(open_streams),
        written_(io, 1) {
    StartRead(&request_);
  }

  void OnReadDone(bool ok) override {
    if (!ok) return Finish(grpc::Status::CANCELLED);
    asio::co_spawn(io_, Run(), asio::detached);
  }
  void OnWriteDone(bool ok) override { written_.try_send(error_code(), ok); }
  void OnDone() override { delete this; }

 private:
  asio::awaitable<void> Run() {
    grpc::Status status;
    try {
      co_await Forward();
    } catch (const std::exception& e) {
      status = grpc::Status(grpc::StatusCode::UNAVAILABLE, e.what());
    }
    if (writing_) co_await written_.async_receive(asio::use_awaitable);
    Finish(status);
  }

  asio::awaitable<void> Forward() {
    beast::tcp_stream stream(io_);
    co_await stream.async_connect(upstream_.endpoint, asio::use_awaitable);
    http::request<http::empty_body> request(http::verb::get, upstream_.path,
                                            11);
    request.set(http::field::host, "127.0.0.1");
    co_await http::async_write(stream, request, asio::use_awaitable);
    beast::flat_buffer buffer(kReadBytes);
    buffer.reserve(kReadBytes);  // Otherwise it reads 512 bytes at a time.
    http::response_parser<http::buffer_body> parser;
    parser.body_limit(boost::none);
    co_await http::async_read_header(stream, buffer, parser,
                                     asio::use_awaitable);
    std::string window(kReadBytes, '\0');
    std::string message;
    const backlinks::stream::OpenStreams::Stream open(open_streams_);
    while (!parser.is_done()) {
      parser.get().body().data = window.data();
      parser.get().body().size = window.size();
      error_code error;
      co_await http::async_read(
          stream, buffer, parser,
          asio::redirect_error(asio::use_awaitable, error));
      if (error && error != http::error::need_buffer) {
        throw beast::system_error(error);
      }
      const size_t size = window.size() - parser.get().body().size;
      message.append(window, 0, size * kKeptPercent / 100);
      const size_t enough = open_streams_.MessageBytes(kMaxMessageBytes);
      if (message.size() < enough) continue;
      co_await Write(message);
      message = std::string();
      message.reserve(enough + kReadBytes);
    }
    if (!message.empty()) co_await Write(message);
    message = LastMessage(upstream_.rows);
    co_await Write(message);
  }

  // Waits for the message before, and starts to write this one, which it moves.
  asio::awaitable<void> Write(std::string& message) {
    if (writing_) {
      const bool ok = co_await written_.async_receive(asio::use_awaitable);
      writing_ = false;
      if (!ok) throw std::runtime_error("the client is gone");
    }
    auto* bytes = new std::string(std::move(message));
    const grpc::Slice slice(
        bytes->data(), bytes->size(),
        [](void* owned) { delete static_cast<std::string*>(owned); }, bytes);
    message_ = grpc::ByteBuffer(&slice, 1);
    writing_ = true;
    StartWrite(&message_);
  }

  const Upstream& upstream_;
  asio::io_context& io_;
  backlinks::stream::OpenStreams& open_streams_;
  grpc::ByteBuffer request_;
  grpc::ByteBuffer message_;
  bool writing_ = false;
  asio::experimental::concurrent_channel<void(error_code, bool)> written_;
};

class Service final : public grpc::CallbackGenericService {
 public:
  explicit Service(Upstream upstream) : upstream_(std::move(upstream)) {
    const unsigned count = std::max(1U, std::thread::hardware_concurrency());
    for (unsigned i = 0; i < count; ++i) {
      workers_.push_back(std::make_unique<asio::io_context>(1));
      threads_.emplace_back([io = workers_.back().get()] {
        const auto work = asio::make_work_guard(*io);
        io->run();
      });
    }
  }
  ~Service() override {
    for (auto& worker : workers_) worker->stop();
    for (std::thread& thread : threads_) thread.join();
  }

  grpc::ServerGenericBidiReactor* CreateReactor(
      grpc::GenericCallbackServerContext* /*context*/) override {
    return new Call(*workers_[next_++ % workers_.size()], upstream_,
                    open_streams_);
  }

 private:
  const Upstream upstream_;
  backlinks::stream::OpenStreams open_streams_;
  std::vector<std::unique_ptr<asio::io_context>> workers_;
  std::vector<std::thread> threads_;
  std::atomic<size_t> next_ = 0;
};

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) {
    fmt::print(stderr, "usage: transport_limit PORT PATH ROWS\n");
    return 2;
  }
  const auto port = static_cast<uint16_t>(std::strtoul(argv[1], nullptr, 10));
  Service service({.endpoint = {asio::ip::address_v4::loopback(), port},
                   .path = argv[2],
                   .rows = std::strtoll(argv[3], nullptr, 10)});
  grpc::ServerBuilder builder;
  int listening = 0;
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(),
                           &listening);
  builder.RegisterCallbackGenericService(&service);
  const std::unique_ptr<grpc::Server> server = builder.BuildAndStart();
  fmt::print("127.0.0.1:{}\n", listening);
  std::fflush(stdout);
  server->Wait();
  return 0;
}
