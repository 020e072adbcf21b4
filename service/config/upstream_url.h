// The base URL of an upstream, taken apart.
//
// Errors: INVALID_ARGUMENT with what is wrong: not http or https, no host,
//         user information (a token does not belong into a flag), a query, a
//         fragment, a port outside 1 to 65535. The text is not repeated.
#ifndef BACKLINKS_SERVICE_CONFIG_UPSTREAM_URL_H_
#define BACKLINKS_SERVICE_CONFIG_UPSTREAM_URL_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace backlinks {

struct UpstreamUrl {
  bool tls = false;
  std::string host;  // A name or an address; IPv6 without brackets.
  uint16_t port = 0;
  std::string path;  // As MakeDialect takes it: "/" or "/v2/".

  // A host that is this machine, by its text: "localhost", 127.0.0.0/8, ::1.
  bool IsLoopback() const;
};

absl::StatusOr<UpstreamUrl> ParseUpstreamUrl(std::string_view text);

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_CONFIG_UPSTREAM_URL_H_
