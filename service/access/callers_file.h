// Parses the callers' file (--callers_file): YAML with the callers that the
// server knows. docs/access.md describes the format for operators.
//
// Limits:  as caller_fields.h and yaml_tree.h.
// Errors:  INVALID_ARGUMENT with the first violation in one line:
//          "FILE:LINE: FIELD: what is wrong". A field that is not known, or a
//          name, key or certificate that occurs twice, is a violation, too.
//          Neither keys nor names are quoted.
// Threads: stateless.
#ifndef BACKLINKS_SERVICE_ACCESS_CALLERS_FILE_H_
#define BACKLINKS_SERVICE_ACCESS_CALLERS_FILE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "service/access/access_control.h"
#include "service/common/api_key/api_key.h"

namespace backlinks::access {

// Absent limits are none.
struct CallerLimits {
  std::optional<int64_t> streams;  // Concurrent calls.
  std::optional<int64_t> calls_per_minute;
};

struct CallerEntry {
  Caller caller;
  std::vector<ApiKeyHash> keys;
  // In the form of NormalCertificateName.
  std::vector<std::string> certificates;
  CallerLimits limits;
};

struct CallersFile {
  std::vector<CallerEntry> callers;
  // What callers without credentials may use; empty if they are rejected.
  std::optional<CallerEntry> anonymous;
};

// `name` is the path of the file, for errors.
absl::StatusOr<CallersFile> ParseCallersFile(std::string_view name,
                                             std::string_view contents);

// Returns the form in which certificate names are compared: host names in lower
// case, URIs as they are.
std::string NormalCertificateName(std::string_view name);

}  // namespace backlinks::access

#endif  // BACKLINKS_SERVICE_ACCESS_CALLERS_FILE_H_
