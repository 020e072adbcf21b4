// Who is told of the parts of one call when each has ended.
//
// Only a call that is traced has one: what is told here is not even collected
// for others.
// Threads: of one call, so never at the same time.
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

namespace backlinks {

// One thing asked of the upstream, with every attempt at it.
struct UpstreamFetch {
  std::vector<HttpAttempt> attempts;
  std::string path;  // Of the request, without its query.
  absl::Time end;    // Of the last attempt's body, as far as it was read.
  absl::Status status;
  std::optional<int64_t> page;  // From 0; nothing: it was no page of rows.
  int64_t rows = 0;
  int64_t received_bytes = 0;
  MilliPrice price = 0;
  bool cached = false;
};

// Lets `fetch`, which must stay where it is, note what becomes of `request`.
inline void RecordAttempts(HttpRequest& request, UpstreamFetch& fetch) {
  request.attempts = &fetch.attempts;
  fetch.path =
      request.redacted_target.substr(0, request.redacted_target.find('?'));
}

class CallTrace {
 public:
  virtual ~CallTrace() = default;

  // From request to plan.
  virtual void OnPlan(absl::Time start, const absl::Status& status) = 0;
  virtual void OnFetch(const UpstreamFetch& fetch) = 0;
  // From the first request to the upstream to the last row's message.
  virtual void OnDeliver(absl::Time start, const absl::Status& status) = 0;
};

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_MODEL_CALL_TRACE_H_
