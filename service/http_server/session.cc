#include "service/http_server/session.h"

#include <algorithm>
#include <cctype>
#include <chrono>
#include <utility>

#include "boost/asio/bind_cancellation_slot.hpp"
#include "boost/asio/co_spawn.hpp"
#include "boost/asio/detached.hpp"
#include "boost/asio/post.hpp"
#include "boost/beast/http/error.hpp"
#include "boost/beast/http/read.hpp"
#include "service/http_server/await.h"
#include "service/http_server/reply.h"
#include "service/http_server/request_target.h"

namespace backlinks::http_server {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;

constexpr uint32_t kMaxHeadBytes = 64 << 10;
constexpr uint64_t kMaxBodyBytes = 1 << 20;
constexpr std::chrono::seconds kIdleTimeout(60);
constexpr size_t kFirstRead = 4096;

HttpServerRequest ToRequest(http::request<http::string_body> in) {
  HttpServerRequest out;
  out.method = std::string(in.method_string());
  RequestTarget target =
      ParseRequestTarget({in.target().data(), in.target().size()});
  out.path = std::move(target.path);
  out.query = std::move(target.query);
  for (const auto& field : in) {
    std::string name(field.name_string());
    std::transform(name.begin(), name.end(), name.begin(),
                   [](unsigned char c) { return std::tolower(c); });
    out.headers.emplace_back(std::move(name), std::string(field.value()));
  }
  out.body = std::move(in.body());
  return out;
}

HttpHeaders PlainText() { return {{"content-type", "text/plain"}}; }

// The status for a request that cannot be read; 0 if there is no response.
int StatusOf(const boost::system::error_code& error) {
  if (error == http::error::header_limit ||
      error == http::error::buffer_overflow) {
    return 431;
  }
  if (error == http::error::body_limit) return 413;
  const bool is_http =
      error.category() ==
      http::make_error_code(http::error::end_of_stream).category();
  return is_http && error != http::error::end_of_stream &&
                 error != http::error::partial_message
             ? 400
             : 0;
}

}  // namespace

void Session::Start() {
  asio::co_spawn(
      stream_.get_executor(),
      [self = shared_from_this()] { return self->Run(); },
      asio::bind_cancellation_slot(
          cancel_.slot(),
          [self = shared_from_this()](const std::exception_ptr&) {
            // A handler that throws leaves a truncated response.
          }));
}

void Session::Cancel() {
  asio::post(stream_.get_executor(), [self = shared_from_this()] {
    self->cancel_.emit(asio::cancellation_type::terminal);
  });
}

asio::awaitable<void> Session::Run() {
  while (co_await ServeOne()) {
  }
  boost::system::error_code ignored;
  stream_.socket().shutdown(asio::ip::tcp::socket::shutdown_both, ignored);
}

asio::awaitable<bool> Session::AwaitRequest() {
  if (buffer_.size() > 0) co_return true;
  stream_.expires_after(has_served_ ? kIdleTimeout : options_.request_timeout);
  const auto space = buffer_.prepare(kFirstRead);
  auto [error, size] = co_await stream_.async_read_some(space, kAwait);
  if (error) co_return false;
  buffer_.commit(size);
  co_return true;
}

asio::awaitable<bool> Session::ServeOne() {
  is_waiting_ = true;
  const bool has_begun = co_await AwaitRequest();
  if (!has_begun) co_return false;
  Parser parser;
  parser.header_limit(kMaxHeadBytes);
  parser.body_limit(kMaxBodyBytes);
  stream_.expires_after(options_.request_timeout);
  auto [error, size] =
      co_await http::async_read(stream_, buffer_, parser, kAwait);
  if (error) {
    co_await Reject(error);
    co_return false;
  }
  is_waiting_ = false;
  has_served_ = true;
  stream_.expires_never();
  http::request<http::string_body> request = parser.release();
  Reply reply(stream_, {.version = request.version(),
                        .keep_alive = request.keep_alive(),
                        .head_only = request.method() == http::verb::head,
                        .write_timeout = options_.write_timeout});
  co_await handler_(ToRequest(std::move(request)), reply);
  co_return reply.can_continue();
}

asio::awaitable<void> Session::Reject(const boost::system::error_code& error) {
  const int status = StatusOf(error);
  if (status == 0) co_return;
  Reply reply(stream_,
              {.keep_alive = false, .write_timeout = options_.request_timeout});
  co_await reply.Send(status, PlainText(), error.message() + "\n");
}

}  // namespace backlinks::http_server
