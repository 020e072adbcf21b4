// Owns the record of one call: the only code that changes a CallRecord of a
// running call. Everybody else reads record().
//
// Order:   begins with the constructor and ends with OnFinish. In between, each
//          method may be called whenever its event occurs.
// Threads: one at a time.
#ifndef BACKLINKS_SERVICE_MODEL_CALL_RECORDER_H_
#define BACKLINKS_SERVICE_MODEL_CALL_RECORDER_H_

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "service/common/column/column.h"
#include "service/model/call_record.h"
#include "service/model/call_trace.h"
#include "service/model/query.h"
#include "service/model/steady_time.h"

namespace backlinks {

// What is known when a call begins. CallRecord describes the members.
struct CallOrigin {
  std::string method;
  std::string peer;
  std::string user_agent;
  std::string trace_id;
  std::shared_ptr<CallTrace> trace;
};

// The texts of a plan, and its page size. CallRecord describes the members.
struct PlanTexts {
  std::string where_shape;
  std::string having_shape;
  std::string residual_shape;
  std::string pushed_where;
  std::string residual;
  int64_t page_rows = 0;
};

// The counts of a stream that has ended. CallRecord describes the members.
struct StreamCounts {
  int64_t scanned_rows = 0;
  int64_t residual_tested = 0;
  int64_t residual_passed = 0;
  MilliPrice price = 0;
  MilliPrice repeated_price = 0;
  MilliPrice saved_price = 0;
};

class CallRecorder {
 public:
  // The call begins now.
  explicit CallRecorder(CallOrigin origin = {});

  const CallRecord& record() const { return record_; }
  // Null if the call is not traced.
  CallTrace* trace() const { return record_.trace.get(); }

  // The caller is known by its credentials; see CallRecord.
  void OnCaller(std::string name);
  // The request message is complete; its size, inflated.
  void OnRequest(int64_t bytes);
  // The request was read: its target, as it may be logged.
  void OnTarget(std::string target);
  // The request is valid; `query_hash` is 16 hex digits.
  void OnQuery(std::string query_hash);
  void OnPlan(PlanTexts plan);

  // Requests were sent to the upstream, retries included.
  void OnUpstreamCalls(int64_t count);
  // A page comes from a cache, of this server or the upstream.
  void OnCachedPage();
  // The body of a response has ended. The cells are counted by column.
  void OnBody(int64_t received_bytes,
              const std::array<int64_t, kColumnCount + 1>& malformed_cells);
  // A page has ended, with all its wanted rows.
  void OnPage();
  // The upstream interrupted a page, which is requested again.
  void OnResume();

  // A message of a stream is sent to the client.
  void OnMessage(int64_t rows, int64_t bytes);
  // The stream has ended, with or without an error. If it is run once more, its
  // prices are added up.
  void OnStreamEnd(const StreamCounts& counts);
  // The stream has ended without an error.
  void OnEndReason(std::string_view end_reason);
  // The one message of a unary call is sent. It replaces the messages of a
  // stream from which it was collected. Empty if the call failed: neither a
  // message nor a row is sent.
  void OnUnaryResponse(std::optional<int64_t> bytes);

  // The call ends now.
  void OnFinish(const absl::Status& status);

 private:
  CallRecord record_;
  SteadyTime start_ = SteadyTime::Now();  // The same moment as record_.start.
};

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_MODEL_CALL_RECORDER_H_
