// The reasons of errors within this program: those of v1::ErrorReason, and
// kCallerRejected, which is UPSTREAM_REJECTED with another status code.
#ifndef BACKLINKS_SERVICE_COMMON_STATUS_REASON_H_
#define BACKLINKS_SERVICE_COMMON_STATUS_REASON_H_

#include <string_view>

#include "absl/status/status.h"

namespace backlinks {

enum class Reason {
  kInvalidQuery,         // INVALID_ARGUMENT: the request breaks the contract.
  kColumnNotSupported,   // INVALID_ARGUMENT: the upstream lacks the column.
  kInvalidToken,         // INVALID_ARGUMENT: not a token of this server's key.
  kTokenExpired,         // INVALID_ARGUMENT: too old.
  kTokenQueryMismatch,   // INVALID_ARGUMENT: made for another query.
  kRowsChanged,          // ABORTED: rows sent before are no longer there.
  kOrderTies,            // FAILED_PRECONDITION: equal rows fill a page.
  kPriceCap,             // RESOURCE_EXHAUSTED: max_price is too low.
  kConcurrency,          // RESOURCE_EXHAUSTED: too many calls at once.
  kUpstreamCredentials,  // FAILED_PRECONDITION: upstream rejects credentials.
  kUpstreamQuota,        // RESOURCE_EXHAUSTED: our upstream quota is used up.
  kUpstreamRate,         // RESOURCE_EXHAUSTED: too many requests.
  kUpstreamRejected,     // INTERNAL: the upstream rejects the request.
  kCallerRejected,  // INVALID_ARGUMENT: upstream rejects the caller's input.
  kUpstreamUnavailable,  // UNAVAILABLE: no complete response; retry.
  kUpstreamMalformed,    // DATA_LOSS: the response cannot be decoded.
  kDeadline,             // DEADLINE_EXCEEDED.
  kCancelled,            // CANCELLED.
  kDraining,             // UNAVAILABLE: this server is shutting down.
  kUnknownMethod,        // UNIMPLEMENTED: no service has the method.
  kInternal,             // INTERNAL: a bug in this server.
  kNoCredentials,        // UNAUTHENTICATED: neither key nor certificate.
  kBadCredentials,       // UNAUTHENTICATED: an unknown key or certificate.
  kNotAllowed,           // PERMISSION_DENIED.
  kCallerStreams,        // RESOURCE_EXHAUSTED: too many calls of the caller.
  kCallerRate,           // RESOURCE_EXHAUSTED: too many calls a minute.
  kRequestTimeout,       // DEADLINE_EXCEEDED: no complete request in time.
  kRequestTooLarge,      // RESOURCE_EXHAUSTED: as sent or inflated.
  kClientStalled,        // UNAVAILABLE: the client reads nothing.
  kCallerBudget,         // RESOURCE_EXHAUSTED: the caller's budget is spent.
  kStateUnavailable,     // UNAVAILABLE: what replicas share is away.
};

inline constexpr Reason kLastReason = Reason::kStateUnavailable;

// The name of the v1::ErrorReason, for example "UPSTREAM_MALFORMED".
std::string_view ReasonName(Reason reason);

// The status code that goes with the reason.
absl::StatusCode ReasonCode(Reason reason);

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_COMMON_STATUS_REASON_H_
