// A TLS client that sees what gRPC's own hides: the version and the
// certificate.
#ifndef BACKLINKS_TESTS_APP_TLS_CLIENT_H_
#define BACKLINKS_TESTS_APP_TLS_CLIENT_H_

#include <string>

namespace backlinks::testing_app {

struct Handshake {
  bool is_ok = false;
  std::string version;      // "TLSv1.3"
  std::string common_name;  // Of the server's certificate.
};

// `max_version` is TLS1_1_VERSION or the like. Nothing is verified.
Handshake ShakeHands(const std::string& address, int max_version);

}  // namespace backlinks::testing_app

#endif  // BACKLINKS_TESTS_APP_TLS_CLIENT_H_
