// Decides which servers are connected to directly although the environment sets
// a proxy. Only the text of an address is considered; nothing is resolved.
#ifndef BACKLINKS_SERVICE_COMMON_PROXY_PROXY_BYPASS_H_
#define BACKLINKS_SERVICE_COMMON_PROXY_PROXY_BYPASS_H_

#include <string_view>

namespace backlinks {

// Whether the host of a gRPC target ("HOST", "HOST:PORT", "[::1]:PORT", with or
// without the prefix "dns:", "dns:///", "ipv4:" or "ipv6:") is loopback or
// listed in `no_proxy`. The list is separated by commas and may contain spaces:
// "*" matches every host, "example.com" (also ".example.com" or
// "*.example.com") the domain and its subdomains, "10.0.0.0/8" a network.
bool BypassesProxy(std::string_view target, std::string_view no_proxy);

// The same with the no_proxy of the environment. Needed because gRPC uses a
// proxy for its own loopback, too, and supports neither spaces, networks nor
// "*" in no_proxy.
bool BypassesProxyOfEnvironment(std::string_view target);

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_COMMON_PROXY_PROXY_BYPASS_H_
