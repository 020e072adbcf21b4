// The one place where an error becomes what goes over the wire, and back.
//
// google.rpc.Status with all details goes into grpc-status-details-bin and
// repeats code and message. A cause (status.h) stays in this process.
#ifndef BACKLINKS_SERVICE_STATUS_GRPC_STATUS_H_
#define BACKLINKS_SERVICE_STATUS_GRPC_STATUS_H_

#include "absl/status/status.h"
#include "grpcpp/support/status.h"

namespace backlinks {

grpc::Status ToGrpcStatus(const absl::Status& status);

// The same error as seen by a client; details that do not parse are left out.
absl::Status FromGrpcStatus(const grpc::Status& status);

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_STATUS_GRPC_STATUS_H_
