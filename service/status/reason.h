// The reasons of errors within this program: those of v1::ErrorReason, and
// kCallerRejected, which is UPSTREAM_REJECTED with another status code.
#ifndef BACKLINKS_SERVICE_STATUS_REASON_H_
#define BACKLINKS_SERVICE_STATUS_REASON_H_

#include <string_view>

#include "absl/status/status.h"

namespace backlinks {

enum class Reason {
  kInvalidQuery,         // INVALID_ARGUMENT: the request breaks the contract.
  kColumnNotSupported,   // INVALID_ARGUMENT: the upstream lacks the column.
  kInvalidToken,         // INVALID_ARGUMENT: not a token of this server's key.
  kTokenExpired,         // INVALID_ARGUMENT: too old.
  kTokenQueryMismatch,   // INVALID_ARGUMENT: the token of another query.
  kRowsChanged,          // ABORTED: the rows sent before are not there now.
  kOrderTies,            // FAILED_PRECONDITION: equal rows fill a page.
  kPriceCap,             // RESOURCE_EXHAUSTED: max_price is too low.
  kConcurrency,          // RESOURCE_EXHAUSTED: too many calls at once.
  kUpstreamCredentials,  // FAILED_PRECONDITION: it refuses our credentials.
  kUpstreamQuota,        // RESOURCE_EXHAUSTED: our account there is spent.
  kUpstreamRate,         // RESOURCE_EXHAUSTED: too many requests.
  kUpstreamRejected,     // INTERNAL: it refuses the request.
  kCallerRejected,  // INVALID_ARGUMENT: it refuses something of the caller's.
  kUpstreamUnavailable,  // UNAVAILABLE: no or no whole answer; try again.
  kUpstreamMalformed,    // DATA_LOSS: its answer cannot be understood.
  kDeadline,             // DEADLINE_EXCEEDED.
  kCancelled,            // CANCELLED.
  kDraining,             // UNAVAILABLE: this server is shutting down.
  kUnknownMethod,        // UNIMPLEMENTED: no service here has the method.
  kInternal,             // INTERNAL: a bug here.
};

// The name of the v1::ErrorReason, for example "UPSTREAM_MALFORMED".
std::string_view ReasonName(Reason reason);

// The status code that goes with the reason.
absl::StatusCode ReasonCode(Reason reason);

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_STATUS_REASON_H_
