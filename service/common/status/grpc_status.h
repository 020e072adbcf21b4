// Converts errors to gRPC statuses and back; the only place that does so.
//
// google.rpc.Status with all details is sent in grpc-status-details-bin and
// repeats code and message. A cause (status.h) is never sent.
#ifndef BACKLINKS_SERVICE_COMMON_STATUS_GRPC_STATUS_H_
#define BACKLINKS_SERVICE_COMMON_STATUS_GRPC_STATUS_H_

#include "absl/status/status.h"
#include "grpcpp/support/status.h"

namespace backlinks {

grpc::Status ToGrpcStatus(const absl::Status& status);

// Returns the error as seen by a client; details that do not parse are omitted.
absl::Status FromGrpcStatus(const grpc::Status& status);

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_COMMON_STATUS_GRPC_STATUS_H_
