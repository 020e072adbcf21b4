// The server that requests are sent to, for the attributes of spans.
#ifndef BACKLINKS_SERVICE_TELEMETRY_UPSTREAM_SERVER_H_
#define BACKLINKS_SERVICE_TELEMETRY_UPSTREAM_SERVER_H_

#include <cstdint>
#include <string>

namespace backlinks::telemetry {

struct UpstreamServer {
  bool tls = false;
  std::string host;  // IPv6 without brackets.
  uint16_t port = 0;
};

}  // namespace backlinks::telemetry

#endif  // BACKLINKS_SERVICE_TELEMETRY_UPSTREAM_SERVER_H_
