#include "service/net/tls_context.h"

#include "boost/system/error_code.hpp"
#include "fmt/format.h"
#include "openssl/ssl.h"

namespace backlinks::net {

namespace asio = boost::asio;

absl::StatusOr<std::unique_ptr<asio::ssl::context>> MakeTlsContext(
    const std::string& ca_file) {
  auto tls =
      std::make_unique<asio::ssl::context>(asio::ssl::context::tls_client);
  SSL_CTX_set_min_proto_version(tls->native_handle(), TLS1_2_VERSION);
  boost::system::error_code error;
  if (ca_file.empty()) {
    tls->set_default_verify_paths(error);
  } else {
    tls->load_verify_file(ca_file, error);
  }
  if (!error) return tls;
  return absl::InvalidArgumentError(
      fmt::format("cannot read CA certificates{}: {}",
                  ca_file.empty() ? "" : " from " + ca_file, error.message()));
}

}  // namespace backlinks::net
