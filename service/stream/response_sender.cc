#include "service/stream/response_sender.h"

#include <algorithm>
#include <utility>

#include "absl/cleanup/cleanup.h"
#include "boost/asio/this_coro.hpp"
#include "fmt/format.h"
#include "service/common/arrow/arrow_column.h"
#include "service/common/status/resume_token.h"
#include "service/common/status/status.h"
#include "service/net/cancel.h"
#include "service/stream/await.h"

namespace backlinks::stream {
namespace {

namespace asio = boost::asio;

using Clock = std::chrono::steady_clock;

constexpr absl::Duration kShortestTick = absl::Milliseconds(1);
// A write that takes longer than this is waiting for the client.
constexpr auto kLongWrite = std::chrono::milliseconds(20);
// With this part of a batch after a message that is still being written, a
// stream waits: enough for a quick client's write to end in the meantime.
constexpr size_t kPartAfterMessage = 4;
// Arrow's readers take 1.6 times as long for the same rows in small batches.
constexpr size_t kArrowBatchFactor = 4;

size_t MaxBatchBytes(const OpenStreams& streams, size_t max, bool is_arrow) {
  const size_t bytes = streams.MessageBytes(max);
  return is_arrow ? std::min(bytes * kArrowBatchFactor, kMaxBatchBytes) : bytes;
}

}  // namespace

absl::Status CancelledCall() {
  return MakeError(Reason::kCancelled, "the call was cancelled");
}

absl::Status StalledCall(absl::Duration timeout) {
  return MakeError(Reason::kClientStalled,
                   fmt::format("the client read nothing for {}",
                               absl::FormatDuration(timeout)));
}

ResponseSender::ResponseSender(const asio::any_io_executor& executor,
                               const StreamContext& context,
                               const plan::StreamPosition& position)
    : writer_(context.writer),
      options_(context.options.sender),
      token_(context.token),
      arrow_columns_(context.plan.arrow_columns),
      open_streams_(context.open_streams),
      recorder_(context.recorder),
      position_(position),
      max_batch_bytes_(MaxBatchBytes(open_streams_, options_.max_batch_bytes,
                                     !arrow_columns_.empty())),
      batcher_(max_batch_bytes_, options_.max_row_bytes,
               encode::MakeBatchEncoder(context.plan), position),
      written_(executor, asio::steady_timer::time_point::max()),
      start_(context.cursor) {}

asio::awaitable<absl::Status> ResponseSender::SendReady(
    exchange::HttpResponse& body) {
  if (recorder_.record().sent_messages == 0) batcher_.Close();
  body_ = &body;
  const absl::Cleanup left = [this] { body_ = nullptr; };
  while (batcher_.ready()) {
    Batch batch = batcher_.Take();
    BACKLINKS_CO_RETURN_IF_ERROR(co_await Send(batch, nullptr));
  }
  const bool has_few_rows =
      batcher_.open_bytes() < max_batch_bytes_ / kPartAfterMessage;
  if (has_few_rows || !writer_.is_writing()) co_return absl::OkStatus();
  body.ReleaseBuffers();
  co_return co_await AwaitWriter(writer_.AwaitWritten());
}

asio::awaitable<absl::Status> ResponseSender::SendLast(
    const v1::StreamSummary& summary) {
  batcher_.Close();
  Batch last;
  while (batcher_.ready()) {
    last = batcher_.Take();
    if (!batcher_.ready()) break;
    BACKLINKS_CO_RETURN_IF_ERROR(co_await Send(last, nullptr));
  }
  // The stream may have advanced beyond its last row.
  last.cursor = position_.Snapshot();
  co_return co_await Send(last, &summary);
}

asio::awaitable<absl::Status> ResponseSender::SendRest() {
  batcher_.Close();
  while (batcher_.ready()) {
    Batch batch = batcher_.Take();
    BACKLINKS_CO_RETURN_IF_ERROR(co_await Send(batch, nullptr));
  }
  Batch nothing{.cursor = position_.Snapshot()};
  if (nothing.cursor == last_cursor_) co_return absl::OkStatus();
  co_return co_await Send(nothing, nullptr);
}

asio::awaitable<void> ResponseSender::FlushWhileIdle() {
  co_await asio::this_coro::throw_if_cancelled(false);
  asio::steady_timer timer(co_await asio::this_coro::executor);
  const auto tick = absl::ToChronoNanoseconds(std::max(
      kShortestTick, std::min(options_.max_batch_age, options_.heartbeat)));
  while (!co_await net::IsCancelled()) {
    timer.expires_after(tick);
    co_await timer.async_wait(kAwait);
    ReleaseIfLong();
    // After an error nothing may follow: the rows of the message that failed
    // would be missing.
    CheckStall();
    if (MustEndWait()) co_return;
    if (!idle_ || writing_ || !gone_.ok()) continue;
    const bool is_silent = SteadyTime::Now() - last_sent_ >= options_.heartbeat;
    if (batcher_.empty() && !is_silent) continue;
    Batch batch;
    if (batcher_.empty()) {
      batch.cursor = position_.Snapshot();
    } else {
      batcher_.Close();
      batch = batcher_.Take();
    }
    // The error is not lost: it is gone_.
    (co_await Send(batch, nullptr)).IgnoreError();
    if (MustEndWait()) co_return;
  }
}

void ResponseSender::BeginRequest(std::shared_ptr<const bool> on_wire) {
  on_wire_ = std::move(on_wire);
  BeginIdle();
}

bool ResponseSender::MustEndWait() const {
  const bool is_sent = on_wire_ != nullptr && *on_wire_;
  return idle_ && !is_sent && !gone_.ok();
}

void ResponseSender::CheckStall() {
  if (!idle_ || writing_ || !gone_.ok()) return;
  if (writer_.is_stalled()) gone_ = WhyGone();
}

asio::awaitable<absl::Status> ResponseSender::EndIdle() {
  idle_ = false;
  on_wire_ = nullptr;
  while (writing_) co_await written_.async_wait(kAwait);
  co_return gone_;
}

asio::awaitable<absl::Status> ResponseSender::Send(
    Batch& batch, const v1::StreamSummary* summary) {
  v1::StreamRefpagesResponse tail;
  tail.set_resume_token(token_(batch.cursor));
  tail.mutable_progress()->set_sent_row_count(batch.cursor.sent);
  tail.mutable_progress()->set_scanned_row_count(batch.cursor.scanned);
  if (summary != nullptr) *tail.mutable_summary() = *summary;
  if (!arrow_columns_.empty() && recorder_.record().sent_messages == 0) {
    tail.set_arrow_schema(arrow::SchemaOf(arrow_columns_));
  }
  // Into a string, it does not fail.
  static_cast<void>(tail.AppendToString(&batch.bytes));

  recorder_.OnMessage(batch.rows, static_cast<int64_t>(batch.bytes.size()));
  last_sent_ = SteadyTime::Now();
  SetMaxBatchBytes();
  last_cursor_ = batch.cursor;
  const absl::Status sent =
      co_await AwaitWriter(writer_.Write(std::move(batch.bytes)));
  if (sent.ok()) token_written_ = std::move(*tail.mutable_resume_token());
  co_return sent;
}

void ResponseSender::SetMaxBatchBytes() {
  max_batch_bytes_ = MaxBatchBytes(open_streams_, options_.max_batch_bytes,
                                   !arrow_columns_.empty());
  batcher_.SetMaxBatchBytes(max_batch_bytes_);
}

asio::awaitable<absl::Status> ResponseSender::AwaitWriter(
    asio::awaitable<bool> written) {
  writing_ = true;
  write_start_ = Clock::now();
  // Runs after an exception, too, because EndIdle waits for it.
  const absl::Cleanup ended = [this] {
    writing_ = false;
    written_.cancel();
  };
  const bool is_there = co_await std::move(written);
  if (!is_there) gone_ = WhyGone();
  co_return gone_;
}

// The last message that the writer has taken precedes the status, so that a
// client that receives the status has its rows.
absl::Status ResponseSender::WhyGone() const {
  if (!writer_.is_stalled()) return CancelledCall();
  return WithResumeToken(StalledCall(options_.stall_timeout), token_written_);
}

void ResponseSender::ReleaseIfLong() {
  if (body_ == nullptr || Clock::now() - write_start_ < kLongWrite) return;
  body_->ReleaseBuffers();
  batcher_.ReleaseMemory();
}

}  // namespace backlinks::stream
