#include "service/common/status/error_details.h"

#include <algorithm>

#include "google/rpc/error_details.pb.h"
#include "service/common/status/error_detail.h"

namespace backlinks {

std::optional<absl::Duration> GetRetryDelay(const absl::Status& status) {
  const auto info = ExtractDetail<google::rpc::RetryInfo>(status);
  if (!info || !info->has_retry_delay()) return std::nullopt;
  const auto& delay = info->retry_delay();
  return std::max(absl::ZeroDuration(), absl::Seconds(delay.seconds()) +
                                            absl::Nanoseconds(delay.nanos()));
}

std::optional<std::string> GetMetadata(const absl::Status& status,
                                       const std::string& key) {
  const auto info = ExtractDetail<google::rpc::ErrorInfo>(status);
  if (!info) return std::nullopt;
  const auto entry = info->metadata().find(key);
  if (entry == info->metadata().end()) return std::nullopt;
  return entry->second;
}

}  // namespace backlinks
