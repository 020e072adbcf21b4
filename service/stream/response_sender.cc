#include "service/stream/response_sender.h"

#include <algorithm>
#include <utility>

#include "absl/cleanup/cleanup.h"
#include "boost/asio/this_coro.hpp"
#include "service/common/status/status.h"
#include "service/exchange/cancel.h"
#include "service/stream/await.h"

namespace backlinks::stream {
namespace {

namespace asio = boost::asio;

constexpr absl::Duration kShortestTick = absl::Milliseconds(1);

}  // namespace

absl::Status CancelledCall() {
  return MakeError(Reason::kCancelled, "the call was cancelled");
}

ResponseSender::ResponseSender(const asio::any_io_executor& executor,
                               const StreamContext& context,
                               const plan::StreamPosition& position)
    : writer_(context.writer),
      options_(context.options.sender),
      token_(context.token),
      recorder_(context.recorder),
      position_(position),
      batcher_(options_.max_batch_bytes, options_.max_row_bytes,
               context.plan.deliver, position),
      written_(executor, asio::steady_timer::time_point::max()),
      start_(context.cursor) {}

asio::awaitable<absl::Status> ResponseSender::SendReady() {
  if (recorder_.record().sent_messages == 0) batcher_.Close();
  while (batcher_.ready()) {
    Batch batch = batcher_.Take();
    BACKLINKS_CO_RETURN_IF_ERROR(co_await Send(batch, nullptr));
  }
  co_return absl::OkStatus();
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
  while (!co_await exchange::IsCancelled()) {
    timer.expires_after(tick);
    co_await timer.async_wait(kAwait);
    if (!idle_ || writing_) continue;
    const bool is_silent = SteadyTime::Now() - last_sent_ >= options_.heartbeat;
    if (batcher_.empty() && !is_silent) continue;
    Batch batch;
    if (batcher_.empty()) {
      batch.cursor = position_.Snapshot();
    } else {
      batcher_.Close();
      batch = batcher_.Take();
    }
    // The error is not lost: EndIdle checks client_gone_.
    (co_await Send(batch, nullptr)).IgnoreError();
  }
}

asio::awaitable<absl::Status> ResponseSender::EndIdle() {
  idle_ = false;
  while (writing_) co_await written_.async_wait(kAwait);
  co_return client_gone_ ? CancelledCall() : absl::OkStatus();
}

asio::awaitable<absl::Status> ResponseSender::Send(
    Batch& batch, const v1::StreamSummary* summary) {
  v1::StreamRefpagesResponse tail;
  tail.set_resume_token(token_(batch.cursor));
  tail.mutable_progress()->set_sent_row_count(batch.cursor.sent);
  tail.mutable_progress()->set_scanned_row_count(batch.cursor.scanned);
  if (summary != nullptr) *tail.mutable_summary() = *summary;
  tail.AppendToString(&batch.bytes);

  recorder_.OnMessage(batch.rows, static_cast<int64_t>(batch.bytes.size()));
  last_sent_ = SteadyTime::Now();
  last_cursor_ = batch.cursor;
  writing_ = true;
  // Runs after an exception, too, because EndIdle waits for it.
  const absl::Cleanup written = [this] {
    writing_ = false;
    written_.cancel();
  };
  client_gone_ = !co_await writer_.Write(std::move(batch.bytes));
  co_return client_gone_ ? CancelledCall() : absl::OkStatus();
}

}  // namespace backlinks::stream
