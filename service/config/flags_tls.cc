#include "service/config/flags_tls.h"

#include "service/config/flag_setters.h"

namespace backlinks::config {

std::vector<Flag> TlsFlags() {
  return {
      FileFlag("tls_cert_file",
               "Certificate of the gRPC server, followed by its intermediate "
               "certificates (PEM). Needs tls_key_file. The files are read "
               "again when they change. Default: plaintext",
               &Options::tls_cert_file),
      FileFlag("tls_key_file", "Private key of tls_cert_file (PEM)",
               &Options::tls_key_file),
      FileFlag("tls_client_ca_file",
               "CA certificates (PEM) that verify the certificates of clients. "
               "Default: clients need no certificate, and none is read",
               &Options::tls_client_ca_file),
      BoolFlag("tls_require_client_cert",
               "Reject clients without a certificate of tls_client_ca_file",
               &Options::tls_require_client_cert),
      BoolFlag("insecure_listen",
               "Allow a listen address beyond loopback without TLS, for a "
               "network that encrypts, such as a service mesh",
               &Options::insecure_listen),
      BoolFlag("protect_reflection",
               "Require the key or certificate of a caller for gRPC "
               "reflection, too",
               &Options::protect_reflection)};
}

}  // namespace backlinks::config
