#include "service/app/listen_check.h"

#include <filesystem>
#include <string_view>

#include "boost/asio/io_context.hpp"
#include "boost/asio/ip/tcp.hpp"
#include "boost/asio/ip/v6_only.hpp"
#include "boost/asio/local/stream_protocol.hpp"
#include "boost/system/error_code.hpp"
#include "fmt/format.h"

namespace backlinks::app {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;
using Unix = asio::local::stream_protocol;

constexpr std::string_view kUnixScheme = "unix:";

// Sets the same socket options as gRPC does before it binds.
error_code TryBind(asio::io_context& io, const tcp::endpoint& endpoint) {
  error_code error;
  tcp::acceptor acceptor(io);
  acceptor.open(endpoint.protocol(), error);
  // gRPC does the same if the system has no IPv6.
  if (error == asio::error::address_family_not_supported &&
      endpoint.address() == asio::ip::address_v6::any()) {
    return TryBind(io, {asio::ip::address_v4::any(), endpoint.port()});
  }
  if (!error) acceptor.set_option(tcp::acceptor::reuse_address(true), error);
  if (!error && endpoint.address().is_v6()) {
    acceptor.set_option(asio::ip::v6_only(false), error);
  }
  if (!error) acceptor.bind(endpoint, error);
  return error;
}

error_code CheckTcp(std::string host, const std::string& port) {
  if (host.size() > 2 && host.front() == '[' && host.back() == ']') {
    host = host.substr(1, host.size() - 2);
  }
  asio::io_context io;
  error_code error;
  const auto endpoints =
      tcp::resolver(io).resolve(host, port, tcp::resolver::passive, error);
  if (error) return error;
  error = asio::error::host_not_found;
  for (const auto& entry : endpoints) {
    const error_code problem = TryBind(io, entry.endpoint());
    if (!problem) return problem;
    if (error == asio::error::host_not_found) error = problem;
  }
  return error;
}

error_code CheckUnix(const std::string& path) {
  namespace fs = std::filesystem;
  asio::io_context io;
  error_code error;
  std::error_code unknown;
  const fs::file_status file = fs::symlink_status(path, unknown);
  if (fs::is_socket(file)) {
    Unix::socket(io).connect(Unix::endpoint(path), error);
    // gRPC replaces the socket of a process that has ended.
    return error ? error_code() : asio::error::address_in_use;
  }
  Unix::acceptor acceptor(io);
  acceptor.open(Unix(), error);
  if (!error) acceptor.bind(Unix::endpoint(path), error);
  if (!error) fs::remove(path, unknown);
  return error;
}

}  // namespace

absl::Status CheckCanListen(const std::string& listen) {
  const size_t colon = listen.rfind(':');
  const error_code error =
      listen.starts_with(kUnixScheme)
          ? CheckUnix(listen.substr(kUnixScheme.size()))
          : CheckTcp(listen.substr(0, colon), listen.substr(colon + 1));
  if (!error) return absl::OkStatus();
  return absl::UnavailableError(
      fmt::format("cannot listen on {}: {}", listen, error.message()));
}

absl::Status WithFlag(const absl::Status& status, std::string_view flag) {
  if (status.ok()) return status;
  return {status.code(),
          fmt::format("{} ({})", std::string(status.message()), flag)};
}

}  // namespace backlinks::app
