// Reads and checks the files of --tls_cert_file, --tls_key_file and
// --tls_client_ca_file.
//
// Limits:  1 MiB each.
// Errors:  INVALID_ARGUMENT, one line with the flag, the path, and what is
//          wrong: the file cannot be read, has no PEM, or the key does not
//          belong to the certificate.
// Threads: stateless.
#ifndef BACKLINKS_SERVICE_CONFIG_TLS_FILES_H_
#define BACKLINKS_SERVICE_CONFIG_TLS_FILES_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "service/config/options.h"
#include "service/model/http_message.h"

namespace backlinks::config {

struct TlsMaterial {
  std::string certificates;  // PEM: the server's own, then intermediates.
  Secret private_key;        // PEM.
  std::string client_ca;     // PEM. Empty without --tls_client_ca_file.
  absl::Time not_after;      // When the server's own certificate expires.
};

inline bool UsesTls(const Options& options) {
  return !options.tls_cert_file.empty();
}

// Requires UsesTls(options).
absl::StatusOr<TlsMaterial> ReadTlsFiles(const Options& options);

// Checks the flags of TLS against each other, and their files. Adds warnings.
absl::Status CheckTls(Options& options);

}  // namespace backlinks::config

#endif  // BACKLINKS_SERVICE_CONFIG_TLS_FILES_H_
