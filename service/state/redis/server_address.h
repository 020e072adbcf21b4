// The address of a Redis server, and its URL:
//   redis://[user:password@]host[:port][/database]
//   redis+sentinel://[user:password@]host[:port][,host[:port]…]/service
//       [/database]
//   rediss://…, rediss+sentinel://…  the same over TLS
//   unix:///path/to/socket[?db=DATABASE]
// The port is 6379, that of a Sentinel 26379, and the database 0 by default.
// User, password and path may be percent-encoded; an IPv6 address has brackets.
//
// Sentinel: user, password and database are those of the Redis servers, whose
//           addresses the Sentinels know. A Sentinel gets user and password
//           only if it asks for them. The form of the URL is that of RedisVL,
//           LangChain and Prefect.
// Limits:   kMaxSentinels, kMaxServiceBytes.
// Errors:   INVALID_ARGUMENT with one line that names the fault, to be
//           prefixed by the name of the flag. It never contains a part of the
//           URL, because any part of a mistyped URL may be the password.
// Threads:  stateless.
#ifndef BACKLINKS_SERVICE_STATE_REDIS_SERVER_ADDRESS_H_
#define BACKLINKS_SERVICE_STATE_REDIS_SERVER_ADDRESS_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "service/model/http_message.h"

namespace backlinks::state::redis {

inline constexpr uint16_t kDefaultPort = 6379;
inline constexpr uint16_t kDefaultSentinelPort = 26379;
inline constexpr int kMaxDatabase = 65535;
inline constexpr size_t kMaxSentinels = 8;
inline constexpr size_t kMaxServiceBytes = 100;

struct HostPort {
  std::string host;  // A name or an address; IPv6 without brackets.
  uint16_t port = 0;

  // "host:port": for logs and error messages.
  std::string name() const;
  bool operator==(const HostPort&) const = default;
};

struct ServerAddress {
  bool tls = false;
  std::string host;  // A name or an address; IPv6 without brackets.
  uint16_t port = kDefaultPort;
  std::string unix_path;  // Empty: TCP. Else host and port are not used.
  std::string user;       // Empty: the default user.
  Secret password;        // Empty: no authentication.
  int database = 0;
  // If there are any, they know host and port of the server, which is the
  // master of the service, and those of this address are not used.
  std::vector<HostPort> sentinels;
  std::string service;

  // "host:port", the path of the socket, or the service: for logs and error
  // messages.
  std::string name() const;
};

// `password` is from a file or the environment, and empty if there is none. The
// URL must not have another one.
absl::StatusOr<ServerAddress> ParseServerUrl(std::string_view url,
                                             const Secret& password);

}  // namespace backlinks::state::redis

#endif  // BACKLINKS_SERVICE_STATE_REDIS_SERVER_ADDRESS_H_
