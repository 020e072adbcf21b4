// Errors as values: absl::Status with google.rpc details as payloads.
//
// Inside the server every error is made by MakeError; grpc_status.h converts it
// to its wire format. Messages are truncated to 1 KiB and all details together
// to 8 KiB, because they are sent in HTTP/2 trailers. No argument may contain
// the upstream's token, a URL with it, or a raw upstream body.
#ifndef BACKLINKS_SERVICE_COMMON_STATUS_STATUS_H_
#define BACKLINKS_SERVICE_COMMON_STATUS_STATUS_H_

#include <exception>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "service/common/status/reason.h"

namespace backlinks {

inline constexpr std::string_view kErrorDomain = "backlinks.v1";
inline constexpr int kMaxViolations = 16;

// The type URL of the payload that contains a status's cause.
inline constexpr std::string_view kCausePayload = "backlinks.internal/cause";

// The variable parts of a message, by name.
using Metadata = std::vector<std::pair<std::string, std::string>>;

// One violation of a request.
struct Violation {
  // For example "query.where.and_group.filters[2].predicate.title".
  std::string path;
  std::string description;
};

absl::Status MakeError(Reason reason, std::string_view message,
                       const Metadata& metadata = {});

// Returns INVALID_ARGUMENT with all violations of a request, which must not be
// empty. If there are more than kMaxViolations, the message contains their
// number.
absl::Status MakeInvalid(Reason reason, std::vector<Violation> violations);

// Returns the same error with google.rpc.RetryInfo.
absl::Status WithRetryDelay(absl::Status status, absl::Duration delay);

// Returns the same error with google.rpc.QuotaFailure: the limit's name, and
// what was exceeded.
absl::Status WithQuotaFailure(absl::Status status, std::string_view subject,
                              std::string_view description);

// Returns the same error with one more metadata entry.
absl::Status WithMetadata(absl::Status status, const std::string& key,
                          std::string_view value);

// Returns the same error with its cause: a text for this server's log only,
// which grpc_status.h omits. It must not contain a secret.
absl::Status WithCause(absl::Status status, std::string_view cause);
std::string GetCause(const absl::Status& status);  // Empty if there is none.

// Returns INTERNAL with the exception's text as the cause.
absl::Status FromException(const std::exception_ptr& error);

// Returns the parts of an error, for logs, metrics and decisions.
std::optional<Reason> GetReason(const absl::Status& status);
std::vector<Violation> GetViolations(const absl::Status& status);

}  // namespace backlinks

#define BACKLINKS_RETURN_IF_ERROR(expr)                 \
  do {                                                  \
    if (absl::Status status_ = (expr); !status_.ok()) { \
      return status_;                                   \
    }                                                   \
  } while (false)

// The same for coroutines.
#define BACKLINKS_CO_RETURN_IF_ERROR(expr)              \
  do {                                                  \
    if (absl::Status status_ = (expr); !status_.ok()) { \
      co_return status_;                                \
    }                                                   \
  } while (false)

#endif  // BACKLINKS_SERVICE_COMMON_STATUS_STATUS_H_
