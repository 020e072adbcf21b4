// Which servers are connected to directly although the environment names a
// proxy, judged by their text alone.
#ifndef BACKLINKS_SERVICE_MODEL_PROXY_BYPASS_H_
#define BACKLINKS_SERVICE_MODEL_PROXY_BYPASS_H_

#include <string_view>

namespace backlinks {

// Whether a target as gRPC writes it ("HOST", "HOST:PORT", "[::1]:PORT", with
// or without "dns:", "dns:///", "ipv4:" or "ipv6:" before it) is on loopback,
// or `no_proxy` lists its host. The list is separated by commas and may hold
// spaces: "*" is every host, "example.com" (also ".example.com" or
// "*.example.com") the domain and all below it, "10.0.0.0/8" a network.
bool BypassesProxy(std::string_view target, std::string_view no_proxy);

// The same for the no_proxy of the environment. gRPC itself would ask a proxy
// for its own loopback, and reads no_proxy without spaces, networks and "*".
bool BypassesProxyOfEnvironment(std::string_view target);

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_MODEL_PROXY_BYPASS_H_
