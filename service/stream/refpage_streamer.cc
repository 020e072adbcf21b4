#include "service/stream/refpage_streamer.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/time/clock.h"
#include "boost/asio/steady_timer.hpp"
#include "boost/asio/this_coro.hpp"
#include "fmt/format.h"
#include "service/common/status/status.h"
#include "service/exchange/cancel.h"
#include "service/stream/await.h"
#include "service/stream/stream_summary.h"

namespace backlinks {
namespace {

namespace asio = boost::asio;

constexpr int64_t kMaxDoublings = 8;

}  // namespace

RefpageStreamer::RefpageStreamer(const asio::any_io_executor& executor,
                                 const StreamContext& parts)
    : parts_(parts),
      pager_(parts.dialect, parts.plan, parts.cursor),
      sender_(executor, parts.writer, parts.options.sender, parts.plan.deliver,
              parts.token, parts.record),
      pipeline_(parts.dialect, parts.plan, parts.residual,
                parts.options.max_bytes, parts.cursor, sender_),
      reader_(parts.dialect, parts.plan, parts.exchange,
              parts.options.decode_limits, pager_, pipeline_, sender_,
              parts.record) {
  sender_.Advance(parts.cursor);
}

asio::awaitable<absl::Status> RefpageStreamer::Run(absl::Time deadline) {
  co_await asio::this_coro::throw_if_cancelled(false);
  const int64_t scanned_before = parts_.cursor.scanned;
  auto ended =
      co_await AwaitFirst(ReadPages(deadline), sender_.FlushWhileIdle());
  // The flusher ends first only if the call was cancelled or an exception was
  // thrown.
  absl::Status status = CancelledCall();
  if (ended.value) status = *std::move(ended.value);
  if (ended.error) status = FromException(ended.error);
  CallRecord& record = parts_.record;
  record.scanned_rows = parts_.cursor.scanned - scanned_before;
  record.residual_tested = pipeline_.residual_count().tested;
  record.residual_passed = pipeline_.residual_count().passed;
  record.price = pager_.spent();
  record.repeated_price = pager_.repeated();
  if (sender_.client_gone()) co_return CancelledCall();
  if (co_await IsCancelled()) co_return CancelledCall();
  sender_.Advance(parts_.cursor);
  if (!status.ok()) {
    (co_await sender_.SendRest()).IgnoreError();
    co_return status;
  }
  record.end_reason = EndReasonWord(WhyEnded());
  const v1::StreamSummary summary =
      MakeSummary(parts_.dialect.price_unit(), parts_.plan, WhyEnded(), pager_,
                  reader_, record);
  co_return co_await sender_.SendLast(summary);
}

asio::awaitable<absl::Status> RefpageStreamer::ReadPages(absl::Time deadline) {
  co_await asio::this_coro::throw_if_cancelled(false);
  // No further request is paid for once all rows are delivered.
  while (!pipeline_.LimitReached()) {
    const std::optional<Page> page = pager_.Next();
    if (!page) break;
    BACKLINKS_CO_RETURN_IF_ERROR(co_await ReadPage(*page, deadline));
  }
  co_return absl::OkStatus();
}

asio::awaitable<absl::Status> RefpageStreamer::ReadPage(const Page& page,
                                                        absl::Time deadline) {
  const MilliPrice spent_before = pager_.spent();
  pipeline_.Begin(page);
  PageOutcome outcome = co_await reader_.Read(page, deadline);
  if (outcome.status.ok() && outcome.whole) outcome.status = pipeline_.End();
  if (outcome.whole) pager_.OnEnd(page, pipeline_.page_rows());
  // Once every row is delivered, no later failure fails the call.
  const bool done = outcome.status.ok() || pipeline_.LimitReached();
  const bool may_resume = !done && MayResume(outcome);
  if (may_resume) pager_.OnBreak(page, pipeline_.page_rows());
  if (parts_.record.trace) Trace(outcome.status, pager_.spent() - spent_before);
  if (done) {
    ++parts_.record.pages;
    co_return absl::OkStatus();
  }
  if (may_resume) {
    outcome.status = co_await Continue(outcome.status, deadline);
    if (outcome.status.ok()) co_return absl::OkStatus();
  }
  co_return WithMetadata(std::move(outcome.status), "page",
                         fmt::to_string(parts_.record.pages));
}

// Failures before the head have already been retried by the exchange.
bool RefpageStreamer::MayResume(const PageOutcome& outcome) const {
  return outcome.has_head &&
         GetReason(outcome.status) == Reason::kUpstreamUnavailable;
}

void RefpageStreamer::Trace(const absl::Status& status,
                            MilliPrice price) const {
  UpstreamFetch fetch = reader_.fetch();
  fetch.end = absl::Now();
  fetch.status = status;
  fetch.page = parts_.record.pages;
  fetch.rows = pipeline_.page_rows();
  fetch.price = price;
  parts_.record.trace->OnFetch(fetch);
}

asio::awaitable<absl::Status> RefpageStreamer::Continue(const absl::Status& why,
                                                        absl::Time deadline) {
  const int64_t fruitless = CountInterruption();
  if (fruitless >= parts_.options.max_resumes) {
    if (fruitless == 0) co_return why;
    co_return WithMetadata(why, kFruitlessInterruptions,
                           fmt::to_string(fruitless));
  }
  const absl::Duration backoff =
      parts_.options.first_backoff *
      (int64_t{1} << std::min(fruitless, kMaxDoublings));
  if (absl::Now() + backoff >= deadline) co_return why;
  ++parts_.record.resumes;
  asio::steady_timer timer(co_await asio::this_coro::executor,
                           absl::ToChronoNanoseconds(backoff));
  sender_.BeginIdle();
  co_await timer.async_wait(kAwait);
  const absl::Status sent = co_await sender_.EndIdle();
  if (co_await IsCancelled()) co_return CancelledCall();
  co_return sent;
}

// Returns how many consecutive interruptions came before this one without a new
// row in between.
int64_t RefpageStreamer::CountInterruption() {
  Cursor& cursor = parts_.cursor;
  const bool is_fruitless = cursor.interrupted_at == cursor.scanned;
  cursor.fruitless_interruptions =
      is_fruitless ? cursor.fruitless_interruptions + 1 : 0;
  cursor.interrupted_at = cursor.scanned;
  return cursor.fruitless_interruptions;
}

EndReason RefpageStreamer::WhyEnded() const {
  return pipeline_.LimitReached() ? EndReason::kLimit : pager_.end_reason();
}

}  // namespace backlinks
