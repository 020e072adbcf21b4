// A record of one RPC, reported once at its end: the source of the metrics, the
// log line and the root span of the trace.
#ifndef BACKLINKS_SERVICE_MODEL_CALL_RECORD_H_
#define BACKLINKS_SERVICE_MODEL_CALL_RECORD_H_

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "service/common/column/column.h"
#include "service/model/call_trace.h"
#include "service/model/query.h"
#include "service/model/upstream_observer.h"

namespace backlinks {

struct CallRecord {
  std::string method;  // "StreamRefpages"
  std::string peer;    // For example "ipv4:127.0.0.1:54321".
  // The caller's name in the callers' file, or "" if it is not known.
  std::string caller;
  // The caller's software as sent by it, or "".
  std::string user_agent;
  // 32 hex digits as in W3C Trace Context, or "".
  std::string trace_id;
  std::shared_ptr<CallTrace> trace;  // Null if the call is not traced.
  std::string target;
  // The hash in tokens, 16 hex digits. Empty without query.
  std::string query_hash;
  // Filter texts are empty if there is no filter. Shapes contain no text of the
  // caller.
  std::string where_shape;     // The caller's, in normal form.
  std::string having_shape;    // The same for `having`.
  std::string residual_shape;  // The part that is tested by this server.
  std::string pushed_where;    // In the dialect's syntax, with values.
  std::string residual;        // With values.
  int64_t page_rows = 0;       // Maximum rows of one upstream request.
  absl::Time start;  // By the wall clock, which duration does not depend on.
  absl::Duration duration;
  absl::Duration first_row;   // Since start; zero if there was none.
  absl::Status status;        // Reason and message contain no secret.
  std::string end_reason;     // "LIMIT", "EXHAUSTED", "PRICE" or "".
  int64_t request_bytes = 0;  // Size of the serialized request message.
  int64_t sent_rows = 0;
  int64_t scanned_rows = 0;
  // Rows tested by the residual filter, and those of them that passed.
  int64_t residual_tested = 0;
  int64_t residual_passed = 0;
  int64_t sent_messages = 0;
  int64_t sent_bytes = 0;  // Size of these messages, serialized.
  int64_t upstream_calls = 0;
  int64_t pages = 0;
  int64_t cached_pages = 0;  // From a cache, of this server or the upstream.
  int64_t received_bytes = 0;
  int64_t resumes = 0;  // Number of interruptions within a page.
  MilliPrice price = 0;
  MilliPrice repeated_price = 0;  // The part of it that was paid a second time.
  MilliPrice saved_price = 0;     // Of pages from this server's cache.
  std::array<int64_t, kColumnCount + 1> malformed_cells{};  // By column.
};

// Threads: every method may be called from any thread, at the same time.
class CallObserver : public UpstreamObserver {
 public:
  virtual void OnStart(std::string_view method) = 0;
  virtual void OnFinish(const CallRecord& record) = 0;
};

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_MODEL_CALL_RECORD_H_
