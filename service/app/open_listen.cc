#include "service/app/open_listen.h"

#include <algorithm>

#include "boost/asio/io_context.hpp"
#include "boost/asio/ip/address.hpp"
#include "boost/asio/ip/tcp.hpp"
#include "boost/system/error_code.hpp"
#include "fmt/format.h"
#include "service/config/tls_files.h"

namespace backlinks::app {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;

// ::ffff:127.0.0.1 is loopback, too, which Asio's own test denies.
bool IsLoopback(const asio::ip::address& address) {
  if (address.is_v6() && address.to_v6().is_v4_mapped()) {
    return asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6())
        .is_loopback();
  }
  return address.is_loopback();
}

}  // namespace

bool ListensBeyondLoopback(const std::string& listen) {
  if (listen.starts_with("unix:")) return false;
  const size_t colon = listen.rfind(':');
  std::string host = listen.substr(0, colon);
  if (host.size() > 2 && host.front() == '[' && host.back() == ']') {
    host = host.substr(1, host.size() - 2);
  }
  asio::io_context io;
  boost::system::error_code error;
  const auto endpoints = tcp::resolver(io).resolve(
      host, listen.substr(colon + 1), tcp::resolver::passive, error);
  return error ||
         std::any_of(endpoints.begin(), endpoints.end(), [](const auto& entry) {
           return !IsLoopback(entry.endpoint().address());
         });
}

absl::Status CheckListenIsProtected(const config::Options& options) {
  if (config::UsesTls(options) || options.insecure_listen ||
      !ListensBeyondLoopback(options.listen)) {
    return absl::OkStatus();
  }
  return absl::InvalidArgumentError(fmt::format(
      "--listen {}: needs --tls_cert_file and --tls_key_file, since other "
      "hosts can reach it, or --insecure_listen to serve plaintext",
      options.listen));
}

}  // namespace backlinks::app
