// What happened in one RPC, told once at its end: the source of the metrics,
// of the log line and of the trace's root.
#ifndef BACKLINKS_SERVICE_MODEL_CALL_RECORD_H_
#define BACKLINKS_SERVICE_MODEL_CALL_RECORD_H_

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "service/model/call_trace.h"
#include "service/model/column.h"
#include "service/model/query.h"
#include "service/model/upstream_observer.h"

namespace backlinks {

struct CallRecord {
  std::string method;                // "StreamRefpages"
  std::string peer;                  // "ipv4:127.0.0.1:54321"
  std::string user_agent;            // As the caller names its software, or "".
  std::string trace_id;              // 32 hex digits as W3C has them, or "".
  std::shared_ptr<CallTrace> trace;  // Null: the call is not traced.
  std::string target;
  std::string query_hash;  // As tokens have it, 16 hex digits; "": no query.
  // As filter text; "": none. Shapes hold nothing that the caller wrote.
  std::string where_shape;     // The caller's, in normal form.
  std::string having_shape;    // The same.
  std::string residual_shape;  // What of them is tested here.
  std::string pushed_where;    // In the dialect's words, with their values.
  std::string residual;        // With its values.
  int64_t page_rows = 0;       // Asked for in one upstream request, at most.
  absl::Time start;
  absl::Duration duration;
  absl::Duration first_row;   // From start; zero: there was none.
  absl::Status status;        // Its reason and message hold no secret.
  std::string end_reason;     // "LIMIT", "EXHAUSTED", "PRICE" or "".
  int64_t request_bytes = 0;  // Of the request message, serialized.
  int64_t sent_rows = 0;
  int64_t scanned_rows = 0;
  // Rows put to the residual filter, and those of them that passed.
  int64_t residual_tested = 0;
  int64_t residual_passed = 0;
  int64_t sent_messages = 0;
  int64_t sent_bytes = 0;  // Of these messages, serialized.
  int64_t upstream_calls = 0;
  int64_t pages = 0;
  int64_t cached_pages = 0;  // Of them, out of the upstream's cache.
  int64_t received_bytes = 0;
  int64_t resumes = 0;  // The upstream broke in mid-page.
  MilliPrice price = 0;
  MilliPrice repeated_price = 0;  // Of it, what was paid a second time.
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
