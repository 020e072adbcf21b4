// Parses the base URL of an upstream.
//
// Errors: INVALID_ARGUMENT with what is wrong: not http or https, no host,
//         user information (a flag must not contain a token), a query, a
//         fragment, a port outside 1 to 65535. The message does not contain
//         the URL.
#ifndef BACKLINKS_SERVICE_CONFIG_UPSTREAM_URL_H_
#define BACKLINKS_SERVICE_CONFIG_UPSTREAM_URL_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace backlinks::config {

struct UpstreamUrl {
  bool tls = false;
  std::string host;  // A name or an address; IPv6 without brackets.
  uint16_t port = 0;
  std::string path;  // For MakeDialect: "/" or "/v2/".

  // Returns whether the host is this machine, by its text: "localhost",
  // 127.0.0.0/8, ::1.
  bool IsLoopback() const;
};

absl::StatusOr<UpstreamUrl> ParseUpstreamUrl(std::string_view text);

}  // namespace backlinks::config

#endif  // BACKLINKS_SERVICE_CONFIG_UPSTREAM_URL_H_
