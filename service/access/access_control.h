// Decides who a caller is and whether its call may run.
//
// Threads: every method may be called from any thread, at the same time.
#ifndef BACKLINKS_SERVICE_ACCESS_ACCESS_CONTROL_H_
#define BACKLINKS_SERVICE_ACCESS_ACCESS_CONTROL_H_

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "service/model/caller_budget.h"
#include "service/model/query.h"

namespace backlinks::access {

// What a call presents. The views are valid during Admit only.
struct Credentials {
  // The values of the metadata key "authorization".
  std::vector<std::string_view> authorization;
  // The names in a client certificate that was verified: "spiffe://…" for URIs,
  // "dns:…" for host names.
  std::vector<std::string> certificate_names;
  // Nobody else can read the connection: TLS, loopback or a Unix socket.
  bool is_private = false;
};

struct Caller {
  std::string name;  // Empty for callers that are not known.
  std::optional<MilliPrice> default_max_price;
  CallerBudget budget;
  std::optional<absl::Duration> max_cache_age;
  bool sees_all = false;  // What other callers have spent.
};

// The right of one call to run. Its end frees what it takes of its caller's
// limits.
class Admission {
 public:
  virtual ~Admission() = default;
  virtual const Caller& caller() const = 0;
};

class AccessControl {
 public:
  virtual ~AccessControl() = default;

  // Errors: NO_CREDENTIALS, BAD_CREDENTIALS; CALLER_STREAMS and CALLER_RATE
  //         with RetryInfo.
  virtual absl::StatusOr<std::shared_ptr<const Admission>> Admit(
      const Credentials& credentials) = 0;

  // Returns the callers that are known now, in the order of names; after them
  // the one without a name, if such callers are admitted.
  virtual std::vector<Caller> Callers() const = 0;
};

}  // namespace backlinks::access

#endif  // BACKLINKS_SERVICE_ACCESS_ACCESS_CONTROL_H_
