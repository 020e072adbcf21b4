#include "service/app/retry_pushback.h"

#include <string>

#include "absl/strings/cord.h"
#include "google/rpc/error_details.pb.h"
#include "service/deliver/refpage_streamer.h"

namespace backlinks {
namespace {

constexpr char kErrorInfoType[] = "type.googleapis.com/google.rpc.ErrorInfo";

bool WasFruitless(const absl::Status& status) {
  const auto payload = status.GetPayload(kErrorInfoType);
  google::rpc::ErrorInfo info;
  return payload && info.ParseFromString(std::string(*payload)) &&
         info.metadata().contains(kFruitlessInterruptions);
}

}  // namespace

void AddRetryPushback(const absl::Status& status,
                      grpc::CallbackServerContext& context) {
  if (!WasFruitless(status)) return;
  context.AddTrailingMetadata("grpc-retry-pushback-ms", "-1");
}

}  // namespace backlinks
