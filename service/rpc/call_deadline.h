// Converts the deadline of a call from gRPC's representation.
//
// Threads: stateless.
#ifndef BACKLINKS_SERVICE_RPC_CALL_DEADLINE_H_
#define BACKLINKS_SERVICE_RPC_CALL_DEADLINE_H_

#include "absl/time/time.h"
#include "grpc/support/time.h"

namespace backlinks::rpc {

// The last moment of std::chrono's system clock, in the year 2262. gRPC reports
// it as the deadline of a call without one.
absl::Time NoDeadline();

// `raw` is the result of raw_deadline() of the call's context. A deadline after
// NoDeadline() counts as none: Java sends 2562047 hours as its maximum, which
// deadline() of the context would wrap into the past.
absl::Time CallDeadline(gpr_timespec raw);

}  // namespace backlinks::rpc

#endif  // BACKLINKS_SERVICE_RPC_CALL_DEADLINE_H_
