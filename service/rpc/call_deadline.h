// Converts the deadline of a call from gRPC's representation.
//
// Threads: stateless.
#ifndef BACKLINKS_SERVICE_RPC_CALL_DEADLINE_H_
#define BACKLINKS_SERVICE_RPC_CALL_DEADLINE_H_

#include "grpc/support/time.h"
#include "service/model/steady_time.h"

namespace backlinks::rpc {

// `raw` is the result of raw_deadline() of the call's context, a moment of the
// wall clock. It is converted by the time that is left, so that it must be
// converted when the call begins: from then on, nobody changes it by setting
// the wall clock.
// A deadline after 2262, the end of std::chrono's system clock, is none: gRPC
// reports that moment for a call without a deadline, and Java sends 2562047
// hours as its maximum.
SteadyTime CallDeadline(gpr_timespec raw);

}  // namespace backlinks::rpc

#endif  // BACKLINKS_SERVICE_RPC_CALL_DEADLINE_H_
