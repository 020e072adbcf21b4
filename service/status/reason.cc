#include "service/status/reason.h"

#include <array>

namespace backlinks {
namespace {

struct Row {
  Reason reason;
  std::string_view name;
  absl::StatusCode code;
};

using absl::StatusCode;

constexpr std::array kTable = {
    Row{Reason::kInvalidQuery, "INVALID_QUERY", StatusCode::kInvalidArgument},
    Row{Reason::kColumnNotSupported, "COLUMN_NOT_SUPPORTED",
        StatusCode::kInvalidArgument},
    Row{Reason::kInvalidToken, "INVALID_TOKEN", StatusCode::kInvalidArgument},
    Row{Reason::kTokenExpired, "TOKEN_EXPIRED", StatusCode::kInvalidArgument},
    Row{Reason::kTokenQueryMismatch, "TOKEN_QUERY_MISMATCH",
        StatusCode::kInvalidArgument},
    Row{Reason::kRowsChanged, "ROWS_CHANGED", StatusCode::kAborted},
    Row{Reason::kOrderTies, "ORDER_TIES", StatusCode::kFailedPrecondition},
    Row{Reason::kPriceCap, "PRICE_CAP", StatusCode::kResourceExhausted},
    Row{Reason::kConcurrency, "CONCURRENCY", StatusCode::kResourceExhausted},
    Row{Reason::kUpstreamCredentials, "UPSTREAM_CREDENTIALS",
        StatusCode::kFailedPrecondition},
    Row{Reason::kUpstreamQuota, "UPSTREAM_QUOTA",
        StatusCode::kResourceExhausted},
    Row{Reason::kUpstreamRate, "UPSTREAM_RATE", StatusCode::kResourceExhausted},
    Row{Reason::kUpstreamRejected, "UPSTREAM_REJECTED", StatusCode::kInternal},
    Row{Reason::kCallerRejected, "UPSTREAM_REJECTED",
        StatusCode::kInvalidArgument},
    Row{Reason::kUpstreamUnavailable, "UPSTREAM_UNAVAILABLE",
        StatusCode::kUnavailable},
    Row{Reason::kUpstreamMalformed, "UPSTREAM_MALFORMED",
        StatusCode::kDataLoss},
    Row{Reason::kDeadline, "DEADLINE", StatusCode::kDeadlineExceeded},
    Row{Reason::kCancelled, "CANCELLED", StatusCode::kCancelled},
    Row{Reason::kDraining, "DRAINING", StatusCode::kUnavailable},
    Row{Reason::kUnknownMethod, "UNKNOWN_METHOD", StatusCode::kUnimplemented},
    Row{Reason::kInternal, "INTERNAL", StatusCode::kInternal},
};

const Row& Find(Reason reason) {
  for (const Row& row : kTable) {
    if (row.reason == reason) return row;
  }
  return kTable.back();
}

}  // namespace

std::string_view ReasonName(Reason reason) { return Find(reason).name; }

absl::StatusCode ReasonCode(Reason reason) { return Find(reason).code; }

}  // namespace backlinks
