#include "service/app/server_credentials.h"

#include "grpcpp/security/tls_certificate_provider.h"
#include "grpcpp/security/tls_credentials_options.h"

namespace backlinks::app {
namespace {

// Of the files in memory, which cost nothing to read.
constexpr unsigned kRefreshSeconds = 1;

grpc_ssl_client_certificate_request_type RequestType(
    const config::Options& options) {
  if (options.tls_client_ca_file.empty()) {
    return GRPC_SSL_DONT_REQUEST_CLIENT_CERTIFICATE;
  }
  return options.tls_require_client_cert
             ? GRPC_SSL_REQUEST_AND_REQUIRE_CLIENT_CERTIFICATE_AND_VERIFY
             : GRPC_SSL_REQUEST_CLIENT_CERTIFICATE_AND_VERIFY;
}

}  // namespace

std::shared_ptr<grpc::ServerCredentials> MakeServerCredentials(
    const config::Options& options, const ServerCertificates* certificates) {
  if (certificates == nullptr) return grpc::InsecureServerCredentials();
  grpc::experimental::TlsServerCredentialsOptions tls(
      std::make_shared<grpc::experimental::FileWatcherCertificateProvider>(
          certificates->pair_path(), certificates->pair_path(),
          certificates->client_ca_path(), kRefreshSeconds));
  tls.watch_identity_key_cert_pairs();
  if (!options.tls_client_ca_file.empty()) tls.watch_root_certs();
  tls.set_cert_request_type(RequestType(options));
  return grpc::experimental::TlsServerCredentials(tls);
}

}  // namespace backlinks::app
