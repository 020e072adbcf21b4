// Errors as values: absl::Status with google.rpc details as payloads.
//
// Inside the server every error is made by MakeError; grpc_status.h turns it
// into what goes over the wire. Messages are kept below 1 KiB and all details
// together below 8 KiB (they travel in HTTP/2 trailers): longer parts are cut.
// Nothing passed in here may hold the upstream's token, a URL with it, or a
// raw upstream body.
#ifndef BACKLINKS_SERVICE_STATUS_STATUS_H_
#define BACKLINKS_SERVICE_STATUS_STATUS_H_

#include <exception>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "service/status/reason.h"

namespace backlinks {

inline constexpr std::string_view kErrorDomain = "backlinks.v1";
inline constexpr int kMaxViolations = 16;

// The payload of a status that holds its cause.
inline constexpr std::string_view kCausePayload = "backlinks.internal/cause";

// Every dynamic part of a message, by name.
using Metadata = std::vector<std::pair<std::string, std::string>>;

// One thing that is wrong with a request.
struct Violation {
  std::string path;  // "query.where.and_group.filters[2].predicate.title"
  std::string description;
};

absl::Status MakeError(Reason reason, std::string_view message,
                       const Metadata& metadata = {});

// INVALID_ARGUMENT for all violations of a request; of more than
// kMaxViolations the message says how many there are. Must not be empty.
absl::Status MakeInvalid(Reason reason, std::vector<Violation> violations);

// The same error with google.rpc.RetryInfo.
absl::Status WithRetryDelay(absl::Status status, absl::Duration delay);

// The same error with one more metadata entry.
absl::Status WithMetadata(absl::Status status, const std::string& key,
                          std::string_view value);

// The same error with its cause: a text for this server's log alone, which
// grpc_status.h leaves out. It must hold no secret.
absl::Status WithCause(absl::Status status, std::string_view cause);
std::string GetCause(const absl::Status& status);  // Empty if there is none.

// INTERNAL, with the exception's text as the cause.
absl::Status FromException(const std::exception_ptr& error);

// What was put in, for logs, metrics and decisions.
std::optional<Reason> GetReason(const absl::Status& status);
std::vector<Violation> GetViolations(const absl::Status& status);

}  // namespace backlinks

#define BACKLINKS_RETURN_IF_ERROR(expr)                 \
  do {                                                  \
    if (absl::Status status_ = (expr); !status_.ok()) { \
      return status_;                                   \
    }                                                   \
  } while (false)

// The same in a coroutine.
#define BACKLINKS_CO_RETURN_IF_ERROR(expr)              \
  do {                                                  \
    if (absl::Status status_ = (expr); !status_.ok()) { \
      co_return status_;                                \
    }                                                   \
  } while (false)

#endif  // BACKLINKS_SERVICE_STATUS_STATUS_H_
