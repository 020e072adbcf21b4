// The address of a Redis server, and its URL:
//   redis://[user:password@]host[:port][/database]
//   rediss://…                 the same over TLS
//   unix:///path/to/socket[?db=DATABASE]
// The port is 6379 and the database 0 by default. User, password and path may
// be percent-encoded; an IPv6 address has brackets.
//
// Errors:  INVALID_ARGUMENT with one line that names the fault, to be
//          prefixed by the name of the flag. It never contains a part of the
//          URL, because any part of a mistyped URL may be the password.
// Threads: stateless.
#ifndef BACKLINKS_SERVICE_STATE_REDIS_SERVER_ADDRESS_H_
#define BACKLINKS_SERVICE_STATE_REDIS_SERVER_ADDRESS_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "service/model/http_message.h"

namespace backlinks::state::redis {

inline constexpr uint16_t kDefaultPort = 6379;
inline constexpr int kMaxDatabase = 65535;

struct ServerAddress {
  bool tls = false;
  std::string host;  // A name or an address; IPv6 without brackets.
  uint16_t port = kDefaultPort;
  std::string unix_path;  // Empty: TCP. Else host and port are not used.
  std::string user;       // Empty: the default user.
  Secret password;        // Empty: no authentication.
  int database = 0;

  // "host:port", or the path of the socket: for logs and error messages.
  std::string name() const;
};

// `password` is from a file or the environment, and empty if there is none. The
// URL must not have another one.
absl::StatusOr<ServerAddress> ParseServerUrl(std::string_view url,
                                             const Secret& password);

}  // namespace backlinks::state::redis

#endif  // BACKLINKS_SERVICE_STATE_REDIS_SERVER_ADDRESS_H_
