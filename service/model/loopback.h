// Whether a host is this machine, by its text alone: nothing is resolved.
//
// Threads: stateless.
#ifndef BACKLINKS_SERVICE_MODEL_LOOPBACK_H_
#define BACKLINKS_SERVICE_MODEL_LOOPBACK_H_

#include <string_view>

namespace backlinks {

// True for "localhost" in any case, 127.0.0.0/8 and ::1, the latter also in
// brackets. No proxy reaches these, whatever the environment names.
bool IsLoopbackHost(std::string_view host);

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_MODEL_LOOPBACK_H_
