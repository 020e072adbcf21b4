#include "service/edge/listening_sockets.h"

#include <cstdint>
#include <string_view>
#include <utility>

#include "boost/asio/io_context.hpp"
#include "boost/asio/ip/tcp.hpp"
#include "boost/asio/ip/v6_only.hpp"
#include "boost/asio/local/stream_protocol.hpp"
#include "boost/system/error_code.hpp"
#include "fmt/format.h"

namespace backlinks::edge {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;
using Unix = asio::local::stream_protocol;

constexpr std::string_view kUnixScheme = "unix:";

// gRPC reads and handles all that a connection has received on one thread,
// before this thread polls for others. What the client may have sent by then
// is bounded, so that floods do not make others wait. Larger requests take more
// round trips: HTTP/2's own window for one that is not read yet is 64 KiB.
constexpr int kReceiveBufferBytes = 32 << 10;

// Accepted connections inherit no_delay and the size of the buffer.
error_code Prepare(tcp::acceptor& acceptor, const tcp::endpoint& endpoint) {
  error_code error;
  acceptor.open(endpoint.protocol(), error);
  if (!error) acceptor.set_option(tcp::acceptor::reuse_address(true), error);
  if (!error) acceptor.set_option(tcp::no_delay(true), error);
  const tcp::acceptor::receive_buffer_size buffer(kReceiveBufferBytes);
  if (!error) acceptor.set_option(buffer, error);
  if (!error && endpoint.address().is_v6()) {
    acceptor.set_option(asio::ip::v6_only(false), error);
  }
  if (!error) acceptor.bind(endpoint, error);
  if (!error) acceptor.native_non_blocking(true, error);
  return error;
}

// A client cannot connect to "any address". Sockets of any IPv6 address accept
// IPv4, too, which hosts are more likely to have on their loopback interface.
tcp::endpoint Reachable(const tcp::endpoint& bound) {
  if (!bound.address().is_unspecified()) return bound;
  return {asio::ip::address_v4::loopback(), bound.port()};
}

// Binds one more socket, to the port of the others if there are any.
error_code BindTcp(asio::io_context& io, tcp::endpoint endpoint,
                   ListeningSockets& listening) {
  if (endpoint.port() == 0) {
    endpoint.port(static_cast<uint16_t>(listening.port));
  }
  tcp::acceptor acceptor(io);
  if (const error_code error = Prepare(acceptor, endpoint)) return error;
  error_code error;
  const tcp::endpoint bound = acceptor.local_endpoint(error);
  if (listening.sockets.empty()) {
    listening.port = bound.port();
    listening.local_endpoint = Reachable(bound);
  }
  FileDescriptor socket(acceptor.release(error));
  if (!error) listening.sockets.push_back(std::move(socket));
  return error;
}

// Like gRPC's listener: any address of one family means any address, and a
// system without IPv6 has those of IPv4.
error_code BindAny(asio::io_context& io, uint16_t port,
                   ListeningSockets& listening) {
  const error_code error =
      BindTcp(io, {asio::ip::address_v6::any(), port}, listening);
  if (error != asio::error::address_family_not_supported) return error;
  return BindTcp(io, {asio::ip::address_v4::any(), port}, listening);
}

error_code BindAll(std::string host, const std::string& port,
                   ListeningSockets& listening) {
  if (host.size() > 2 && host.front() == '[' && host.back() == ']') {
    host = host.substr(1, host.size() - 2);
  }
  asio::io_context io;
  error_code error;
  const auto endpoints =
      tcp::resolver(io).resolve(host, port, tcp::resolver::passive, error);
  if (error) return error;
  for (const auto& entry : endpoints) {
    const tcp::endpoint endpoint = entry.endpoint();
    const error_code problem = endpoint.address().is_unspecified()
                                   ? BindAny(io, endpoint.port(), listening)
                                   : BindTcp(io, endpoint, listening);
    if (problem && !error) error = problem;
  }
  // One address is enough: a host name may have some of other hosts.
  if (!listening.sockets.empty()) return {};
  return error ? error : error_code(asio::error::host_not_found);
}

error_code BindUnix(const std::string& path, ListeningSockets& listening) {
  error_code error;
  listening.path = UnixPath::Claim(path, error);
  if (error) return error;
  asio::io_context io;
  Unix::acceptor acceptor(io);
  acceptor.open(Unix(), error);
  if (!error) acceptor.native_non_blocking(true, error);
  if (!error) error = listening.path->Bind(acceptor.native_handle());
  if (error) return error;
  listening.local_endpoint = Unix::endpoint(path);
  listening.sockets.emplace_back(acceptor.release(error));
  return error;
}

}  // namespace

absl::StatusOr<ListeningSockets> BindListeningSockets(
    const std::string& listen) {
  ListeningSockets listening;
  const size_t colon = listen.rfind(':');
  const error_code error =
      listen.starts_with(kUnixScheme)
          ? BindUnix(listen.substr(kUnixScheme.size()), listening)
          : BindAll(listen.substr(0, colon), listen.substr(colon + 1),
                    listening);
  if (!error) return listening;
  return CannotListen(listen, error);
}

absl::Status CannotListen(const std::string& listen, const error_code& error) {
  return absl::UnavailableError(
      fmt::format("cannot listen on {}: {}", listen, error.message()));
}

}  // namespace backlinks::edge
