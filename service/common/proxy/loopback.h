// Whether a host is this machine, judged by its text alone: nothing is
// resolved.
//
// Threads: stateless.
#ifndef BACKLINKS_SERVICE_COMMON_PROXY_LOOPBACK_H_
#define BACKLINKS_SERVICE_COMMON_PROXY_LOOPBACK_H_

#include <string_view>

namespace backlinks {

// True for "localhost" in any case, 127.0.0.0/8 and ::1, the latter also in
// brackets. These are never reached through a proxy, whatever the environment
// sets.
bool IsLoopbackHost(std::string_view host);

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_COMMON_PROXY_LOOPBACK_H_
