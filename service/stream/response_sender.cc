#include "service/stream/response_sender.h"

#include <algorithm>
#include <utility>

#include "absl/cleanup/cleanup.h"
#include "absl/time/clock.h"
#include "boost/asio/this_coro.hpp"
#include "service/common/status/status.h"
#include "service/exchange/cancel.h"
#include "service/stream/await.h"

namespace backlinks {
namespace {

namespace asio = boost::asio;

constexpr absl::Duration kShortestTick = absl::Milliseconds(1);

}  // namespace

absl::Status CancelledCall() {
  return MakeError(Reason::kCancelled, "the call was cancelled");
}

ResponseSender::ResponseSender(const asio::any_io_executor& executor,
                               MessageWriter& writer,
                               const ResponseSenderOptions& options,
                               const ColumnSet& deliver, TokenMaker token,
                               CallRecord& record)
    : writer_(writer),
      options_(options),
      token_(std::move(token)),
      record_(record),
      batcher_(options.max_batch_bytes, options.max_row_bytes, deliver),
      written_(executor, asio::steady_timer::time_point::max()) {}

asio::awaitable<absl::Status> ResponseSender::SendReady() {
  if (record_.sent_messages == 0) batcher_.Close();
  while (batcher_.ready()) {
    Batch batch = batcher_.Take();
    BACKLINKS_CO_RETURN_IF_ERROR(co_await Send(batch, nullptr));
  }
  co_return absl::OkStatus();
}

asio::awaitable<absl::Status> ResponseSender::SendLast(
    const v1::StreamSummary& summary) {
  batcher_.Close();
  Batch last{.cursor = batcher_.newest()};
  while (batcher_.ready()) {
    last = batcher_.Take();
    if (!batcher_.ready()) break;
    BACKLINKS_CO_RETURN_IF_ERROR(co_await Send(last, nullptr));
  }
  // The stream may have advanced beyond its last row.
  last.cursor = batcher_.newest();
  co_return co_await Send(last, &summary);
}

asio::awaitable<absl::Status> ResponseSender::SendRest() {
  batcher_.Close();
  while (batcher_.ready()) {
    Batch batch = batcher_.Take();
    BACKLINKS_CO_RETURN_IF_ERROR(co_await Send(batch, nullptr));
  }
  if (batcher_.newest() == last_cursor_) co_return absl::OkStatus();
  Batch nothing{.cursor = batcher_.newest()};
  co_return co_await Send(nothing, nullptr);
}

asio::awaitable<void> ResponseSender::FlushWhileIdle() {
  co_await asio::this_coro::throw_if_cancelled(false);
  asio::steady_timer timer(co_await asio::this_coro::executor);
  const auto tick = absl::ToChronoNanoseconds(std::max(
      kShortestTick, std::min(options_.max_batch_age, options_.heartbeat)));
  while (!co_await IsCancelled()) {
    timer.expires_after(tick);
    co_await timer.async_wait(kAwait);
    if (!idle_ || writing_) continue;
    Batch batch{.cursor = batcher_.newest()};
    if (!batcher_.empty()) {
      batcher_.Close();
      batch = batcher_.Take();
    } else if (absl::Now() - last_sent_ < options_.heartbeat) {
      continue;
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

  record_.sent_rows += batch.rows;
  record_.sent_bytes += static_cast<int64_t>(batch.bytes.size());
  ++record_.sent_messages;
  last_sent_ = absl::Now();
  last_cursor_ = batch.cursor;
  if (batch.rows > 0 && record_.first_row == absl::ZeroDuration()) {
    record_.first_row = last_sent_ - record_.start;
  }
  writing_ = true;
  // Runs after an exception, too, because EndIdle waits for it.
  const absl::Cleanup written = [this] {
    writing_ = false;
    written_.cancel();
  };
  client_gone_ = !co_await writer_.Write(std::move(batch.bytes));
  co_return client_gone_ ? CancelledCall() : absl::OkStatus();
}

}  // namespace backlinks
