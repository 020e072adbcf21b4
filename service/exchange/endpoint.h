// The address of an upstream.
#ifndef BACKLINKS_SERVICE_EXCHANGE_ENDPOINT_H_
#define BACKLINKS_SERVICE_EXCHANGE_ENDPOINT_H_

#include <cstdint>
#include <string>

#include "fmt/format.h"

namespace backlinks::exchange {

struct Endpoint {
  bool tls = false;
  std::string host;  // A name or an address; IPv6 without brackets.
  uint16_t port = 0;

  // The value of the Host header.
  std::string authority() const {
    const bool is_ipv6 = host.find(':') != host.npos;
    const std::string name = is_ipv6 ? fmt::format("[{}]", host) : host;
    return port == (tls ? 443 : 80) ? name : fmt::format("{}:{}", name, port);
  }
};

}  // namespace backlinks::exchange

#endif  // BACKLINKS_SERVICE_EXCHANGE_ENDPOINT_H_
