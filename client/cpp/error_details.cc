#include "client/cpp/error_details.h"

#include <algorithm>

#include "absl/strings/cord.h"
#include "fmt/format.h"
#include "google/rpc/error_details.pb.h"

namespace backlinks {
namespace {

template <typename Detail>
std::optional<Detail> Extract(const absl::Status& status) {
  Detail detail;
  const auto payload = status.GetPayload(fmt::format(
      "type.googleapis.com/{}", detail.GetDescriptor()->full_name()));
  if (!payload || !detail.ParseFromString(std::string(*payload))) return {};
  return detail;
}

}  // namespace

std::optional<absl::Duration> GetRetryDelay(const absl::Status& status) {
  const auto info = Extract<google::rpc::RetryInfo>(status);
  if (!info || !info->has_retry_delay()) return std::nullopt;
  const auto& delay = info->retry_delay();
  return std::max(absl::ZeroDuration(), absl::Seconds(delay.seconds()) +
                                            absl::Nanoseconds(delay.nanos()));
}

std::optional<std::string> GetMetadata(const absl::Status& status,
                                       const std::string& key) {
  const auto info = Extract<google::rpc::ErrorInfo>(status);
  if (!info) return std::nullopt;
  const auto entry = info->metadata().find(key);
  if (entry == info->metadata().end()) return std::nullopt;
  return entry->second;
}

}  // namespace backlinks
