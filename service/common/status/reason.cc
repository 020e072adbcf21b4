#include "service/common/status/reason.h"

#include <array>

#include "backlinks/v1/error_reason.pb.h"

namespace backlinks {
namespace {

struct Row {
  Reason reason;
  v1::ErrorReason name;
  absl::StatusCode code;
};

using absl::StatusCode;

constexpr std::array kTable = {
    Row{Reason::kInvalidQuery, v1::INVALID_QUERY, StatusCode::kInvalidArgument},
    Row{Reason::kColumnNotSupported, v1::COLUMN_NOT_SUPPORTED,
        StatusCode::kInvalidArgument},
    Row{Reason::kInvalidToken, v1::INVALID_TOKEN, StatusCode::kInvalidArgument},
    Row{Reason::kTokenExpired, v1::TOKEN_EXPIRED, StatusCode::kInvalidArgument},
    Row{Reason::kTokenQueryMismatch, v1::TOKEN_QUERY_MISMATCH,
        StatusCode::kInvalidArgument},
    Row{Reason::kRowsChanged, v1::ROWS_CHANGED, StatusCode::kAborted},
    Row{Reason::kOrderTies, v1::ORDER_TIES, StatusCode::kFailedPrecondition},
    Row{Reason::kPriceCap, v1::PRICE_CAP, StatusCode::kResourceExhausted},
    Row{Reason::kConcurrency, v1::CONCURRENCY, StatusCode::kResourceExhausted},
    Row{Reason::kUpstreamCredentials, v1::UPSTREAM_CREDENTIALS,
        StatusCode::kFailedPrecondition},
    Row{Reason::kUpstreamQuota, v1::UPSTREAM_QUOTA,
        StatusCode::kResourceExhausted},
    Row{Reason::kUpstreamRate, v1::UPSTREAM_RATE,
        StatusCode::kResourceExhausted},
    Row{Reason::kUpstreamRejected, v1::UPSTREAM_REJECTED,
        StatusCode::kInternal},
    Row{Reason::kCallerRejected, v1::UPSTREAM_REJECTED,
        StatusCode::kInvalidArgument},
    Row{Reason::kUpstreamUnavailable, v1::UPSTREAM_UNAVAILABLE,
        StatusCode::kUnavailable},
    Row{Reason::kUpstreamMalformed, v1::UPSTREAM_MALFORMED,
        StatusCode::kDataLoss},
    Row{Reason::kDeadline, v1::DEADLINE, StatusCode::kDeadlineExceeded},
    Row{Reason::kCancelled, v1::CANCELLED, StatusCode::kCancelled},
    Row{Reason::kDraining, v1::DRAINING, StatusCode::kUnavailable},
    Row{Reason::kUnknownMethod, v1::UNKNOWN_METHOD, StatusCode::kUnimplemented},
    Row{Reason::kNoCredentials, v1::NO_CREDENTIALS,
        StatusCode::kUnauthenticated},
    Row{Reason::kBadCredentials, v1::BAD_CREDENTIALS,
        StatusCode::kUnauthenticated},
    Row{Reason::kNotAllowed, v1::NOT_ALLOWED, StatusCode::kPermissionDenied},
    Row{Reason::kCallerStreams, v1::CALLER_STREAMS,
        StatusCode::kResourceExhausted},
    Row{Reason::kCallerRate, v1::CALLER_RATE, StatusCode::kResourceExhausted},
    Row{Reason::kRequestTimeout, v1::REQUEST_TIMEOUT,
        StatusCode::kDeadlineExceeded},
    Row{Reason::kRequestTooLarge, v1::REQUEST_TOO_LARGE,
        StatusCode::kResourceExhausted},
    Row{Reason::kClientStalled, v1::CLIENT_STALLED, StatusCode::kUnavailable},
    Row{Reason::kCallerBudget, v1::CALLER_BUDGET,
        StatusCode::kResourceExhausted},
    Row{Reason::kStateUnavailable, v1::STATE_UNAVAILABLE,
        StatusCode::kUnavailable},
    Row{Reason::kInternal, v1::INTERNAL, StatusCode::kInternal},
};

const Row& Find(Reason reason) {
  for (const Row& row : kTable) {
    if (row.reason == reason) return row;
  }
  return kTable.back();
}

}  // namespace

std::string_view ReasonName(Reason reason) {
  return v1::ErrorReason_Name(Find(reason).name);
}

absl::StatusCode ReasonCode(Reason reason) { return Find(reason).code; }

}  // namespace backlinks
