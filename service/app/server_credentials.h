// The credentials of the gRPC port: TLS, or plaintext.
//
// TLS is 1.2 or 1.3. Clients are asked for a certificate if there is a client
// CA: one that it did not sign ends the handshake, and none does so only with
// --tls_require_client_cert.
#ifndef BACKLINKS_SERVICE_APP_SERVER_CREDENTIALS_H_
#define BACKLINKS_SERVICE_APP_SERVER_CREDENTIALS_H_

#include <memory>

#include "grpcpp/security/server_credentials.h"
#include "service/app/server_certificates.h"
#include "service/config/options.h"

namespace backlinks::app {

// Returns credentials with these certificates; plaintext if null.
std::shared_ptr<grpc::ServerCredentials> MakeServerCredentials(
    const config::Options& options, const ServerCertificates* certificates);

}  // namespace backlinks::app

#endif  // BACKLINKS_SERVICE_APP_SERVER_CREDENTIALS_H_
