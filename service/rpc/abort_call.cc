#include "service/rpc/abort_call.h"

#include <string>

namespace backlinks::rpc {

void AbortCall(grpc_call* call, const absl::Status& why) {
  const std::string message(why.message());
  grpc_call_cancel_with_status(call, static_cast<grpc_status_code>(why.code()),
                               message.c_str(), nullptr);
}

}  // namespace backlinks::rpc
