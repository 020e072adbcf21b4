// The details that a server sends with the status of a failed call.
//
// Errors:  none. A detail that the status does not have, that another program
//          made (such as a proxy on the way), or that does not parse is empty.
// Threads: stateless.
#ifndef BACKLINKS_ERROR_DETAILS_H_
#define BACKLINKS_ERROR_DETAILS_H_

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "backlinks/v1/error_reason.pb.h"

namespace backlinks {

// One violation of the contract by a request.
struct FieldViolation {
  // The path in the request, for example "query.where.predicate.title". Empty
  // if the request as a whole violates the contract.
  std::string field;
  std::string description;
};

struct ErrorDetails {
  // ERROR_REASON_UNSPECIFIED if there is none, or if this library does not know
  // it because the server is newer. Handle such an error by its status code.
  v1::ErrorReason reason = v1::ERROR_REASON_UNSPECIFIED;
  // The name of the reason as the server sent it, for example "INVALID_QUERY".
  std::string reason_name;
  // The variable parts of the message. error_reason.proto describes the keys of
  // each reason.
  std::map<std::string, std::string> metadata;
  // At most 16; the metadata `violation_count` has the number of all.
  std::vector<FieldViolation> violations;
  // Not negative. A stream waits that long before it resumes; retries of other
  // calls do not use it.
  std::optional<absl::Duration> retry_delay;
};

// Returns the details of a status that a call or a stream of this library
// returned.
ErrorDetails GetErrorDetails(const absl::Status& status);

}  // namespace backlinks

#endif  // BACKLINKS_ERROR_DETAILS_H_
