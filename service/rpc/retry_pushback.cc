#include "service/rpc/retry_pushback.h"

#include "service/common/status/error_details.h"
#include "service/stream/refpage_streamer.h"

namespace backlinks::rpc {

void AddRetryPushback(const absl::Status& status,
                      grpc::CallbackServerContext& context) {
  if (!GetMetadata(status, stream::kFruitlessInterruptions)) return;
  context.AddTrailingMetadata("grpc-retry-pushback-ms", "-1");
}

}  // namespace backlinks::rpc
