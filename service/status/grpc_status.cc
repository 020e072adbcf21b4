#include "service/common/status/grpc_status.h"

#include <map>
#include <string>

#include "absl/strings/cord.h"
#include "google/rpc/status.pb.h"
#include "service/common/status/status.h"

namespace backlinks {

grpc::Status ToGrpcStatus(const absl::Status& status) {
  if (status.ok()) return grpc::Status::OK;
  const std::string message(status.message());
  google::rpc::Status details;
  details.set_code(static_cast<int>(status.code()));
  details.set_message(message);
  // Sorted, because Abseil returns payloads in any order, and equal errors must
  // have equal bytes.
  std::map<std::string, std::string> payloads;
  status.ForEachPayload(
      [&](absl::string_view type_url, const absl::Cord& payload) {
        if (type_url !=
            absl::string_view(kCausePayload.data(), kCausePayload.size())) {
          payloads.emplace(type_url, payload);
        }
      });
  for (const auto& [type_url, value] : payloads) {
    auto& any = *details.add_details();
    any.set_type_url(type_url);
    any.set_value(value);
  }
  return {static_cast<grpc::StatusCode>(status.code()), message,
          details.SerializeAsString()};
}

absl::Status FromGrpcStatus(const grpc::Status& status) {
  absl::Status result(static_cast<absl::StatusCode>(status.error_code()),
                      status.error_message());
  google::rpc::Status details;
  if (!details.ParseFromString(status.error_details())) return result;
  for (const auto& any : details.details()) {
    result.SetPayload(any.type_url(), absl::Cord(any.value()));
  }
  return result;
}

}  // namespace backlinks
