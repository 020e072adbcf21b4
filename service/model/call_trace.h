// Receives the parts of one call, each when it has ended.
//
// Only a traced call has a CallTrace; for other calls the data is not
// collected.
// Threads: the methods are called by one call, so never at the same time.
#ifndef BACKLINKS_SERVICE_MODEL_CALL_TRACE_H_
#define BACKLINKS_SERVICE_MODEL_CALL_TRACE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "service/model/http_message.h"
#include "service/model/query.h"
#include "service/model/steady_time.h"

namespace backlinks {

// One fetch from the upstream, with all its attempts.
struct UpstreamFetch {
  std::vector<HttpAttempt> attempts;
  std::string path;  // The request's path, without its query.
  // The end of the last attempt, with its body as far as read.
  SteadyTime end = SteadyTime::Now();
  absl::Status status;
  std::optional<int64_t> page;  // From 0. Empty if this is not a page of rows.
  int64_t rows = 0;
  int64_t received_bytes = 0;
  MilliPrice price = 0;
  bool cached = false;
};

// Records the attempts of `request` in `fetch`, which must not move.
inline void RecordAttempts(HttpRequest& request, UpstreamFetch& fetch) {
  request.attempts = &fetch.attempts;
  fetch.path =
      request.redacted_target.substr(0, request.redacted_target.find('?'));
}

class CallTrace {
 public:
  virtual ~CallTrace() = default;

  // The part from request to plan, which has just ended.
  virtual void OnPlan(absl::Duration duration, const absl::Status& status) = 0;
  virtual void OnFetch(const UpstreamFetch& fetch) = 0;
  // The part from the first upstream request to the message with the last row,
  // which has just ended.
  virtual void OnDeliver(absl::Duration duration,
                         const absl::Status& status) = 0;
};

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_MODEL_CALL_TRACE_H_
