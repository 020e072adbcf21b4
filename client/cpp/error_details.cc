#include "backlinks/error_details.h"

#include <utility>

#include "google/rpc/error_details.pb.h"
#include "service/common/status/error_detail.h"
#include "service/common/status/error_details.h"
#include "service/common/status/status.h"

namespace backlinks {
namespace {

void ReadReason(const absl::Status& status, ErrorDetails& details) {
  const auto info = ExtractDetail<google::rpc::ErrorInfo>(status);
  if (!info || info->domain() != kErrorDomain) return;
  details.reason_name = info->reason();
  if (!v1::ErrorReason_Parse(info->reason(), &details.reason)) {
    details.reason = v1::ERROR_REASON_UNSPECIFIED;
  }
  details.metadata.insert(info->metadata().begin(), info->metadata().end());
}

}  // namespace

ErrorDetails GetErrorDetails(const absl::Status& status) {
  ErrorDetails details;
  ReadReason(status, details);
  for (Violation& violation : GetViolations(status)) {
    details.violations.push_back(
        {std::move(violation.path), std::move(violation.description)});
  }
  details.retry_delay = GetRetryDelay(status);
  return details;
}

}  // namespace backlinks
