#include "service/state/redis/stream.h"

#include <sys/socket.h>

#include <utility>

#include "boost/asio/as_tuple.hpp"
#include "boost/asio/buffer.hpp"
#include "boost/asio/ip/address.hpp"
#include "boost/asio/local/stream_protocol.hpp"
#include "boost/asio/ssl/error.hpp"
#include "boost/asio/ssl/host_name_verification.hpp"
#include "boost/asio/use_awaitable.hpp"
#include "boost/asio/write.hpp"
#include "fmt/format.h"
#include "openssl/ssl.h"

namespace backlinks::state::redis {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;
using Endpoint = asio::generic::stream_protocol::endpoint;

constexpr auto kAwait = asio::as_tuple(asio::use_awaitable);

bool IsIpAddress(const std::string& host) {
  error_code error;
  asio::ip::make_address(host, error);
  return !error;
}

}  // namespace

Stream::Stream(const asio::any_io_executor& executor, asio::ssl::context* tls)
    : resolver_(executor), attempt_timer_(executor) {
  if (tls == nullptr) {
    plain_ = std::make_unique<Socket>(executor);
  } else {
    tls_ = std::make_unique<asio::ssl::stream<Socket>>(executor, *tls);
  }
}

absl::Status Stream::ToStatus(const error_code& error) const {
  if (!closed_.ok()) return closed_;
  if (!error) return absl::OkStatus();
  if (error == asio::error::eof ||
      error == asio::ssl::error::stream_truncated) {
    return absl::UnavailableError("it closed the connection");
  }
  return absl::UnavailableError(error.message());
}

asio::awaitable<absl::Status> Stream::Connect(const ServerAddress& address,
                                              absl::Duration timeout) {
  error_code error;
  if (address.unix_path.empty()) {
    error = co_await ConnectTcp(address, timeout);
  } else {
    error = co_await ConnectUnix(address);
  }
  absl::Status connected = ToStatus(error);
  if (!connected.ok() || !tls_) co_return connected;
  co_return co_await ShakeHands(address);
}

asio::awaitable<error_code> Stream::ConnectUnix(const ServerAddress& address) {
  const Endpoint endpoint(
      asio::local::stream_protocol::endpoint(address.unix_path));
  const auto [error] = co_await socket().async_connect(endpoint, kAwait);
  co_return error;
}

asio::awaitable<error_code> Stream::ConnectWithin(const Endpoint& endpoint,
                                                  absl::Duration timeout) {
  const auto is_over = std::make_shared<bool>(false);
  attempt_timer_.expires_after(absl::ToChronoNanoseconds(timeout));
  attempt_timer_.async_wait(
      [self = shared_from_this(), is_over](const error_code& canceled) {
        error_code ignored;
        if (!canceled && !*is_over) self->socket().close(ignored);
      });
  const auto [failed] = co_await socket().async_connect(endpoint, kAwait);
  *is_over = true;
  attempt_timer_.cancel();
  const bool is_late = failed == asio::error::operation_aborted;
  co_return is_late ? error_code(asio::error::timed_out) : failed;
}

asio::awaitable<error_code> Stream::ConnectTcp(const ServerAddress& address,
                                               absl::Duration timeout) {
  const std::string port = fmt::to_string(address.port);
  const auto [unresolved, found] =
      co_await resolver_.async_resolve(address.host, port, kAwait);
  error_code error = unresolved;
  for (const auto& entry : found) {
    if (!closed_.ok()) break;
    error_code ignored;
    socket().close(ignored);
    const Endpoint endpoint(entry.endpoint());
    error = co_await ConnectWithin(
        endpoint, timeout / static_cast<int64_t>(found.size()));
    if (error) continue;
    socket().set_option(asio::ip::tcp::no_delay(true), ignored);
    socket().set_option(asio::socket_base::keep_alive(true), ignored);
    break;
  }
  co_return error;
}

asio::awaitable<absl::Status> Stream::ShakeHands(const ServerAddress& address) {
  SSL* const ssl = tls_->native_handle();
  if (!IsIpAddress(address.host)) {
    SSL_set_tlsext_host_name(ssl, address.host.c_str());
  }
  tls_->set_verify_mode(asio::ssl::verify_peer |
                        asio::ssl::verify_fail_if_no_peer_cert);
  tls_->set_verify_callback(asio::ssl::host_name_verification(address.host));
  const auto [error] =
      co_await tls_->async_handshake(asio::ssl::stream_base::client, kAwait);
  if (!error || !closed_.ok()) co_return ToStatus(error);
  const long verified = SSL_get_verify_result(ssl);
  const std::string why = verified == X509_V_OK
                              ? error.message()
                              : X509_verify_cert_error_string(verified);
  co_return absl::UnavailableError(fmt::format("verifying TLS: {}", why));
}

asio::awaitable<absl::StatusOr<std::string_view>> Stream::Read() {
  const auto space = asio::buffer(buffer_);
  error_code error;
  size_t size = 0;
  if (tls_) {
    std::tie(error, size) = co_await tls_->async_read_some(space, kAwait);
  } else {
    std::tie(error, size) = co_await plain_->async_read_some(space, kAwait);
  }
  const absl::Status status = ToStatus(error);
  if (!status.ok()) co_return status;
  co_return std::string_view(buffer_.data(), size);
}

void Stream::Write(std::string bytes, absl::AnyInvocable<void()> done) {
  const auto kept = std::make_shared<std::string>(std::move(bytes));
  auto written = [self = shared_from_this(), kept, done = std::move(done)](
                     const error_code& error, size_t) mutable {
    if (error) {
      self->Close(self->ToStatus(error));
    } else {
      done();
    }
  };
  if (tls_) {
    asio::async_write(*tls_, asio::buffer(*kept), std::move(written));
  } else {
    asio::async_write(*plain_, asio::buffer(*kept), std::move(written));
  }
}

void Stream::Close(absl::Status reason) {
  if (!closed_.ok()) return;
  closed_ = std::move(reason);
  error_code ignored;
  resolver_.cancel();
  socket().close(ignored);
}

void Stream::Abort(absl::Status reason) {
  error_code ignored;
  socket().set_option(asio::socket_base::linger(true, 0), ignored);
  Close(std::move(reason));
}

}  // namespace backlinks::state::redis
