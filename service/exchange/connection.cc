#include "service/exchange/connection.h"

#include <sys/socket.h>

#include <algorithm>
#include <utility>

#include "boost/asio/ip/tcp.hpp"
#include "boost/asio/ssl/host_name_verification.hpp"
#include "boost/beast/http/error.hpp"
#include "boost/beast/http/read.hpp"
#include "boost/beast/http/write.hpp"
#include "fmt/format.h"
#include "openssl/ssl.h"
#include "service/common/status/status.h"
#include "service/exchange/phase_timer.h"
#include "service/exchange/resolve.h"
#include "service/net/cancel.h"

namespace backlinks::exchange {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using boost::system::error_code;

// Enough for a head and a short body after it, so that these need one read.
constexpr size_t kHeadReadBytes = 8 << 10;
constexpr absl::Duration kRetryDelay = absl::Seconds(1);
// A timer may end slightly before the deadline that it was set to.
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
  return std::max(std::min(limit.timeout, limit.deadline - SteadyTime::Now()),
                  absl::ZeroDuration());
}

absl::Status ToStatus(const error_code& error, const StepLimit& limit) {
  if (!error) return absl::OkStatus();
  if (error == asio::error::operation_aborted) {
    return MakeError(Reason::kCancelled, "the call was cancelled");
  }
  if (error == beast::error::timeout) {
    if (SteadyTime::Now() + kClockSlack >= limit.deadline) {
      return MakeError(
          Reason::kDeadline,
          fmt::format("the deadline of the call passed while {}", limit.step));
    }
    return Unavailable(
        limit.step,
        fmt::format("no answer for {}", absl::FormatDuration(limit.timeout)));
  }
  if (IsHttpError(error)) {
    return MakeError(Reason::kUpstreamMalformed,
                     fmt::format("the upstream did not respond with HTTP: {}",
                                 error.message()));
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

template <typename Start>
asio::awaitable<error_code> Connection::Await(Start start, StepLimit limit) {
  tcp().expires_after(absl::ToChronoNanoseconds(Left(limit)));
  co_return co_await net::AwaitOrClose(std::move(start),
                                       [this] { tcp().close(); });
}

absl::Status Connection::Check(const error_code& error,
                               const StepLimit& limit) {
  timed_out_ = error == beast::error::timeout;
  return ToStatus(error, limit);
}

asio::awaitable<absl::Status> Connection::Open(const Endpoint& endpoint,
                                               StepLimit limit,
                                               UpstreamObserver& observer) {
  PhaseTimer timer(observer, UpstreamPhase::kResolve);
  const Resolved resolved = co_await Resolve(endpoint, Left(limit));
  if (resolved.error) co_return Check(resolved.error, limit);
  timer.Next(UpstreamPhase::kConnect);
  const error_code error = co_await Await(
      [&](auto token) {
        return tcp().async_connect(resolved.addresses, std::move(token));
      },
      limit);
  if (error) co_return Check(error, limit);
  error_code ignored;
  tcp().socket().set_option(asio::ip::tcp::no_delay(true), ignored);
  if (!tls_) co_return absl::OkStatus();
  timer.Next(UpstreamPhase::kTls);
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
  const error_code error = co_await Await(
      [this](auto token) {
        return tls_->async_handshake(asio::ssl::stream_base::client,
                                     std::move(token));
      },
      limit);
  if (!error) co_return absl::OkStatus();
  const long verified = SSL_get_verify_result(tls_->native_handle());
  if (verified == X509_V_OK) co_return Check(error, limit);
  co_return Unavailable(limit.step, X509_verify_cert_error_string(verified));
}

asio::awaitable<absl::Status> Connection::Write(const Request& request,
                                                StepLimit limit) {
  const error_code error = co_await Await(
      [&](auto token) {
        return tls_ ? http::async_write(*tls_, request, std::move(token))
                    : http::async_write(*plain_, request, std::move(token));
      },
      limit);
  co_return Check(error, limit);
}

asio::awaitable<absl::Status> Connection::ReadHead(Parser& parser,
                                                   StepLimit limit) {
  buffer_.reserve(kHeadReadBytes);
  const error_code error = co_await Await(
      [&](auto token) {
        return tls_ ? http::async_read_header(*tls_, buffer_, parser,
                                              std::move(token))
                    : http::async_read_header(*plain_, buffer_, parser,
                                              std::move(token));
      },
      limit);
  co_return Check(error, limit);
}

asio::awaitable<absl::Status> Connection::ReadBody(Parser& parser,
                                                   size_t read_bytes,
                                                   StepLimit limit) {
  if (buffer_.size() == 0) {
    const auto left = parser.content_length_remaining();
    buffer_.reserve(left ? std::min<uint64_t>(*left, read_bytes) : read_bytes);
  }
  const error_code error = co_await Await(
      [&](auto token) {
        return tls_ ? http::async_read_some(*tls_, buffer_, parser,
                                            std::move(token))
                    : http::async_read_some(*plain_, buffer_, parser,
                                            std::move(token));
      },
      limit);
  co_return Check(error, limit);
}

bool Connection::IsQuiet() {
  char byte = 0;
  const auto got =
      recv(tcp().socket().native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
  return got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK) &&
         buffer_.size() == 0;
}

}  // namespace backlinks::exchange
