#include "service/model/call_recorder.h"

#include <utility>

#include "absl/time/clock.h"
#include "absl/time/time.h"

namespace backlinks {

CallRecorder::CallRecorder(CallOrigin origin) {
  record_.method = std::move(origin.method);
  record_.peer = std::move(origin.peer);
  record_.user_agent = std::move(origin.user_agent);
  record_.trace_id = std::move(origin.trace_id);
  record_.trace = std::move(origin.trace);
  record_.start = absl::Now();
}

void CallRecorder::OnCaller(std::string name) {
  record_.caller = std::move(name);
}

void CallRecorder::OnRequest(int64_t bytes) { record_.request_bytes = bytes; }

void CallRecorder::OnTarget(std::string target) {
  record_.target = std::move(target);
}

void CallRecorder::OnQuery(std::string query_hash) {
  record_.query_hash = std::move(query_hash);
}

void CallRecorder::OnPlan(PlanTexts plan) {
  record_.where_shape = std::move(plan.where_shape);
  record_.having_shape = std::move(plan.having_shape);
  record_.residual_shape = std::move(plan.residual_shape);
  record_.pushed_where = std::move(plan.pushed_where);
  record_.residual = std::move(plan.residual);
  record_.page_rows = plan.page_rows;
}

void CallRecorder::OnUpstreamCalls(int64_t count) {
  record_.upstream_calls += count;
}

void CallRecorder::OnCachedPage() { ++record_.cached_pages; }

void CallRecorder::OnBody(
    int64_t received_bytes,
    const std::array<int64_t, kColumnCount + 1>& malformed_cells) {
  record_.received_bytes += received_bytes;
  for (int column = 0; column <= kColumnCount; ++column) {
    record_.malformed_cells[column] += malformed_cells[column];
  }
}

void CallRecorder::OnPage() { ++record_.pages; }

void CallRecorder::OnResume() { ++record_.resumes; }

void CallRecorder::OnMessage(int64_t rows, int64_t bytes) {
  record_.sent_rows += rows;
  record_.sent_bytes += bytes;
  ++record_.sent_messages;
  if (rows > 0 && record_.first_row == absl::ZeroDuration()) {
    record_.first_row = SteadyTime::Now() - start_;
  }
}

void CallRecorder::OnStreamEnd(const StreamCounts& counts) {
  record_.scanned_rows = counts.scanned_rows;
  record_.residual_tested = counts.residual_tested;
  record_.residual_passed = counts.residual_passed;
  record_.price += counts.price;
  record_.repeated_price += counts.repeated_price;
  record_.saved_price = counts.saved_price;
}

void CallRecorder::OnEndReason(std::string_view end_reason) {
  record_.end_reason = std::string(end_reason);
}

void CallRecorder::OnUnaryResponse(std::optional<int64_t> bytes) {
  record_.sent_messages = bytes ? 1 : 0;
  record_.sent_bytes = bytes.value_or(0);
  if (!bytes) record_.sent_rows = 0;
}

void CallRecorder::OnFinish(const absl::Status& status) {
  record_.status = status;
  record_.duration = SteadyTime::Now() - start_;
}

}  // namespace backlinks
