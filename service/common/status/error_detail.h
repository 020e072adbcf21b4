// Extracts messages of google.rpc from the payloads of a status.
#ifndef BACKLINKS_SERVICE_COMMON_STATUS_ERROR_DETAIL_H_
#define BACKLINKS_SERVICE_COMMON_STATUS_ERROR_DETAIL_H_

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/cord.h"
#include "fmt/format.h"
#include "google/protobuf/message.h"

namespace backlinks {

inline std::string TypeUrl(const google::protobuf::Message& detail) {
  return fmt::format("type.googleapis.com/{}",
                     detail.GetDescriptor()->full_name());
}

// Returns the detail of this type. Empty if the status has none.
template <typename Detail>
std::optional<Detail> ExtractDetail(const absl::Status& status) {
  if (status.ok()) return {};  // Has no payloads.
  Detail detail;
  const auto payload = status.GetPayload(TypeUrl(detail));
  if (!payload || !detail.ParseFromString(std::string(*payload))) return {};
  return detail;
}

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_COMMON_STATUS_ERROR_DETAIL_H_
