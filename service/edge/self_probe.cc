#include "service/edge/self_probe.h"

#include <netinet/in.h>
#include <sys/socket.h>

#include <array>
#include <cstring>
#include <memory>
#include <string>
#include <utility>

#include "absl/time/time.h"
#include "boost/asio/as_tuple.hpp"
#include "boost/asio/buffer.hpp"
#include "boost/asio/error.hpp"
#include "boost/asio/ip/tcp.hpp"
#include "boost/asio/use_awaitable.hpp"
#include "boost/asio/write.hpp"
#include "fmt/format.h"
#include "service/edge/peer_name.h"

namespace backlinks::edge {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;
using Socket = SelfProbe::Protocol::socket;

constexpr auto kAwait = asio::as_tuple(asio::use_awaitable);
// The preface of HTTP/2, and an empty SETTINGS frame.
constexpr std::string_view kPreface(
    "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0", 33);

// Binds to a name before connecting, so that the acceptor cannot see the
// connection before its name is known. A Unix socket gets a name of the
// kernel's choice, which is not a file.
bool BindToAny(const SelfProbe::Protocol::endpoint& peer, Socket& socket) {
  sockaddr_storage address{};
  socklen_t size = sizeof(sa_family_t);
  std::memcpy(&address, peer.data(), peer.size());
  if (address.ss_family != AF_UNIX) {
    size = static_cast<socklen_t>(peer.size());
    // The port has the same place in addresses of IPv4 and IPv6.
    reinterpret_cast<sockaddr_in*>(&address)->sin_port = 0;
  }
  return bind(socket.native_handle(), reinterpret_cast<sockaddr*>(&address),
              size) == 0;
}

std::string NameOf(Socket& socket) {
  sockaddr_storage address{};
  socklen_t size = sizeof(address);
  getsockname(socket.native_handle(), reinterpret_cast<sockaddr*>(&address),
              &size);
  return NamePeer(address, size).name;
}

// Closes the socket when the timer expires, which ends the operation that
// waits.
void CloseWhenExpired(asio::steady_timer& timer,
                      const std::shared_ptr<Socket>& socket) {
  timer.async_wait([socket](const error_code& error) {
    error_code ignored;
    if (!error) socket->close(ignored);
  });
}

asio::awaitable<bool> Exchange(Socket& socket,
                               const SelfProbe::Protocol::endpoint& endpoint) {
  auto [failed] = co_await socket.async_connect(endpoint, kAwait);
  if (failed) co_return false;
  const auto preface = asio::buffer(kPreface);
  auto [unsent, sent] = co_await asio::async_write(socket, preface, kAwait);
  if (unsent) co_return false;
  std::array<char, 1> reaction{};
  const auto buffer = asio::buffer(reaction);
  auto [error, size] = co_await socket.async_read_some(buffer, kAwait);
  co_return !error || error == asio::error::eof;
}

}  // namespace

asio::awaitable<void> SelfProbe::Run() {
  while (!is_stopped_) {
    const bool success = co_await ProbeOnce();
    own_name_.clear();
    if (success) MarkReachable();
    if (is_stopped_) co_return;
    timer_.expires_after(timing_.period);
    co_await timer_.async_wait(kAwait);
  }
}

asio::awaitable<bool> SelfProbe::ProbeOnce() {
  const auto socket = std::make_shared<Socket>(executor_);
  error_code error;
  socket->open(endpoint_.protocol(), error);
  if (error || !BindToAny(endpoint_, *socket)) co_return false;
  own_name_ = NameOf(*socket);
  asio::steady_timer timeout(executor_, timing_.timeout);
  CloseWhenExpired(timeout, socket);
  const bool success = co_await Exchange(*socket, endpoint_);
  timeout.cancel();
  co_return success;
}

void SelfProbe::MarkReachable() {
  const std::lock_guard lock(mutex_);
  last_success_ = Clock::now();
}

void SelfProbe::Stop() {
  is_stopped_ = true;
  timer_.cancel();
}

absl::Status SelfProbe::Check(Clock::time_point now) const {
  const std::lock_guard lock(mutex_);
  const auto silence = now - last_success_;
  if (silence <= 2 * (timing_.period + timing_.timeout))
    return absl::OkStatus();
  return absl::UnavailableError(fmt::format(
      "the gRPC port has accepted no connection of this server for {} s",
      absl::ToInt64Seconds(absl::FromChrono(silence))));
}

}  // namespace backlinks::edge
