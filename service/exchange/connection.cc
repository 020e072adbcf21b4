#include "service/exchange/connection.h"

#include <sys/socket.h>

#include <algorithm>
#include <utility>

#include "absl/time/clock.h"
#include "boost/asio/as_tuple.hpp"
#include "boost/asio/ip/tcp.hpp"
#include "boost/asio/ssl/host_name_verification.hpp"
#include "boost/asio/use_awaitable.hpp"
#include "boost/beast/http/error.hpp"
#include "boost/beast/http/read.hpp"
#include "boost/beast/http/write.hpp"
#include "fmt/format.h"
#include "openssl/ssl.h"
#include "service/exchange/resolve.h"
#include "service/status/status.h"

namespace backlinks {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using boost::system::error_code;

constexpr auto kAwait = asio::as_tuple(asio::use_awaitable);
constexpr size_t kReadBytes = 64 << 10;
constexpr absl::Duration kRetryDelay = absl::Seconds(1);
// Timers run by another clock than deadlines.
constexpr absl::Duration kClockSlack = absl::Milliseconds(1);

bool IsHttpError(const error_code& error) {
  return error.category() ==
             http::make_error_code(http::error::end_of_stream).category() &&
         error != http::error::end_of_stream &&
         error != http::error::partial_message;
}

absl::Status Unavailable(std::string_view step, std::string_view why) {
  return WithRetryDelay(
      MakeError(Reason::kUpstreamUnavailable,
                fmt::format("the upstream failed while {}: {}", step, why),
                {{"step", std::string(step)}}),
      kRetryDelay);
}

absl::Duration Left(const StepLimit& limit) {
  return std::max(std::min(limit.timeout, limit.deadline - absl::Now()),
                  absl::ZeroDuration());
}

absl::Status ToStatus(const error_code& error, const StepLimit& limit) {
  if (!error) return absl::OkStatus();
  if (error == asio::error::operation_aborted) {
    return MakeError(Reason::kCancelled, "the call was cancelled");
  }
  if (error == beast::error::timeout) {
    if (absl::Now() + kClockSlack >= limit.deadline) {
      return MakeError(
          Reason::kDeadline,
          fmt::format("the deadline of the call passed while {}", limit.step));
    }
    return Unavailable(
        limit.step,
        fmt::format("no answer for {}", absl::FormatDuration(limit.timeout)));
  }
  if (IsHttpError(error)) {
    return MakeError(
        Reason::kUpstreamMalformed,
        fmt::format("the upstream does not speak HTTP: {}", error.message()));
  }
  if (error == http::error::end_of_stream ||
      error == http::error::partial_message || error == asio::error::eof ||
      error == asio::ssl::error::stream_truncated) {
    return Unavailable(limit.step, "it closed the connection too early");
  }
  return Unavailable(limit.step, error.message());
}

bool IsIpAddress(const std::string& host) {
  error_code error;
  asio::ip::make_address(host, error);
  return !error;
}

}  // namespace

Connection::Connection(const asio::any_io_executor& executor,
                       asio::ssl::context* tls) {
  if (tls == nullptr) {
    plain_ = std::make_unique<beast::tcp_stream>(executor);
  } else {
    tls_ =
        std::make_unique<beast::ssl_stream<beast::tcp_stream>>(executor, *tls);
  }
}

beast::tcp_stream& Connection::tcp() {
  return tls_ ? tls_->next_layer() : *plain_;
}

void Connection::Arm(const StepLimit& limit) {
  tcp().expires_after(absl::ToChronoNanoseconds(Left(limit)));
}

absl::Status Connection::Check(const error_code& error,
                               const StepLimit& limit) {
  timed_out_ = error == beast::error::timeout;
  return ToStatus(error, limit);
}

asio::awaitable<absl::Status> Connection::Open(const Endpoint& endpoint,
                                               StepLimit limit) {
  const Resolved resolved = co_await Resolve(endpoint, Left(limit));
  if (resolved.error) co_return Check(resolved.error, limit);
  Arm(limit);
  auto [connect_error, connected] =
      co_await tcp().async_connect(resolved.addresses, kAwait);
  if (connect_error) co_return Check(connect_error, limit);
  error_code ignored;
  tcp().socket().set_option(asio::ip::tcp::no_delay(true), ignored);
  if (!tls_) co_return absl::OkStatus();
  co_return co_await ShakeHands(endpoint, limit);
}

asio::awaitable<absl::Status> Connection::ShakeHands(const Endpoint& endpoint,
                                                     StepLimit limit) {
  limit.step = "verifying TLS";
  if (!IsIpAddress(endpoint.host)) {
    SSL_set_tlsext_host_name(tls_->native_handle(), endpoint.host.c_str());
  }
  tls_->set_verify_mode(asio::ssl::verify_peer |
                        asio::ssl::verify_fail_if_no_peer_cert);
  tls_->set_verify_callback(asio::ssl::host_name_verification(endpoint.host));
  Arm(limit);
  auto [error] =
      co_await tls_->async_handshake(asio::ssl::stream_base::client, kAwait);
  if (!error) co_return absl::OkStatus();
  const long verified = SSL_get_verify_result(tls_->native_handle());
  if (verified == X509_V_OK) co_return Check(error, limit);
  co_return Unavailable(limit.step, X509_verify_cert_error_string(verified));
}

asio::awaitable<absl::Status> Connection::Write(const Request& request,
                                                StepLimit limit) {
  Arm(limit);
  // No conditional expression: GCC 12 miscompiles co_await in one.
  if (tls_) {
    auto [error, size] = co_await http::async_write(*tls_, request, kAwait);
    co_return Check(error, limit);
  }
  auto [error, size] = co_await http::async_write(*plain_, request, kAwait);
  co_return Check(error, limit);
}

asio::awaitable<absl::Status> Connection::ReadHead(Parser& parser,
                                                   StepLimit limit) {
  Arm(limit);
  if (tls_) {
    auto [error, size] =
        co_await http::async_read_header(*tls_, buffer_, parser, kAwait);
    co_return Check(error, limit);
  }
  auto [error, size] =
      co_await http::async_read_header(*plain_, buffer_, parser, kAwait);
  co_return Check(error, limit);
}

asio::awaitable<absl::Status> Connection::ReadBody(Parser& parser,
                                                   StepLimit limit) {
  Arm(limit);
  buffer_.reserve(kReadBytes);
  error_code error;
  if (tls_) {
    auto [read_error, size] =
        co_await http::async_read_some(*tls_, buffer_, parser, kAwait);
    error = read_error;
  } else {
    auto [read_error, size] =
        co_await http::async_read_some(*plain_, buffer_, parser, kAwait);
    error = read_error;
  }
  if (error == http::error::need_buffer) co_return absl::OkStatus();
  co_return Check(error, limit);
}

bool Connection::IsQuiet() {
  char byte = 0;
  const auto got =
      recv(tcp().socket().native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
  return got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK) &&
         buffer_.size() == 0;
}

}  // namespace backlinks
