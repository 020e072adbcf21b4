#include "service/stream/refpage_streamer.h"

#include <utility>

#include "boost/asio/steady_timer.hpp"
#include "boost/asio/this_coro.hpp"
#include "fmt/format.h"
#include "service/common/status/status.h"
#include "service/net/cancel.h"
#include "service/stream/await.h"
#include "service/stream/stream_summary.h"

namespace backlinks::stream {
namespace {

namespace asio = boost::asio;

}  // namespace

RefpageStreamer::RefpageStreamer(const asio::any_io_executor& executor,
                                 StreamContext context)
    : context_(std::move(context)),
      position_(context_.cursor),
      sender_(executor, context_, position_),
      pipeline_(context_, position_, sender_),
      pages_(context_, position_, pipeline_),
      reader_(context_, pages_, sender_) {}

asio::awaitable<absl::Status> RefpageStreamer::Run(SteadyTime deadline) {
  co_await asio::this_coro::throw_if_cancelled(false);
  auto ended =
      co_await AwaitFirst(ReadPages(deadline), sender_.FlushWhileIdle());
  // The flusher ends first only if the client is gone, the call was cancelled
  // or an exception was thrown.
  absl::Status status = CancelledCall();
  if (ended.value) status = *std::move(ended.value);
  if (ended.error) status = FromException(ended.error);
  RecordEnd();
  const bool is_cancelled = co_await net::IsCancelled();
  if (is_cancelled || !sender_.gone().ok()) {
    context_.cursor = sender_.sent_cursor();
    if (!sender_.gone().ok()) co_return sender_.gone();
    co_return CancelledCall();
  }
  context_.cursor = position_.Snapshot();
  if (!status.ok()) {
    (co_await sender_.SendRest()).IgnoreError();
    co_return status;
  }
  context_.recorder.OnEndReason(EndReasonWord(pages_.end_reason()));
  const v1::StreamSummary summary =
      MakeSummary(context_.dialect.price_unit(), context_.plan, pages_, reader_,
                  context_.recorder.record());
  co_return co_await sender_.SendLast(summary);
}

void RefpageStreamer::RecordEnd() {
  context_.recorder.OnStreamEnd(
      {.scanned_rows = position_.scanned() - context_.cursor.scanned,
       .residual_tested = pipeline_.residual_count().tested,
       .residual_passed = pipeline_.residual_count().passed,
       .price = pages_.spent(),
       .repeated_price = pages_.repeated(),
       .saved_price = pages_.saved()});
}

asio::awaitable<absl::Status> RefpageStreamer::ReadPages(SteadyTime deadline) {
  co_await asio::this_coro::throw_if_cancelled(false);
  // No further request is paid for once all rows are delivered.
  while (!pages_.LimitReached() && pages_.Begin()) {
    const absl::Status read = co_await ReadPage(deadline);
    if (MayEndAtPrice(read)) {
      pages_.EndAtPrice();
      break;
    }
    if (!read.ok()) co_return read;
  }
  co_return absl::OkStatus();
}

bool RefpageStreamer::MayEndAtPrice(const absl::Status& status) const {
  const bool has_read = context_.recorder.record().pages > 0 ||
                        position_.scanned() > context_.cursor.scanned;
  return has_read && GetReason(status) == Reason::kCallerBudget;
}

asio::awaitable<absl::Status> RefpageStreamer::ReadPage(SteadyTime deadline) {
  const int64_t scanned = position_.scanned();
  const bool only_fresh = std::exchange(only_fresh_, false);
  PageOutcome outcome = co_await reader_.Read(deadline, only_fresh);
  if (outcome.whole) outcome.status = pages_.End(outcome.status);
  only_fresh_ = IsOutdated(outcome, scanned);
  if (outcome.is_error || only_fresh_) pages_.Discard();
  // Once every row is delivered, no later failure fails the call.
  const bool done = outcome.status.ok() || pages_.LimitReached();
  const bool may_resume = !done && MayResume(outcome);
  if (may_resume) pages_.Interrupt();
  reader_.Pay(position_.page_price());
  if (context_.recorder.trace() != nullptr) Trace(outcome.status);
  if (only_fresh_) co_return absl::OkStatus();
  if (done) {
    if (outcome.source != plan::PageSource::kUpstream) {
      context_.recorder.OnCachedPage();
    }
    context_.recorder.OnPage();
    co_return absl::OkStatus();
  }
  if (may_resume) {
    outcome.status = co_await Resume(outcome.status, deadline);
    if (outcome.status.ok()) co_return absl::OkStatus();
  }
  co_return WithMetadata(std::move(outcome.status), "page",
                         fmt::to_string(context_.recorder.record().pages));
}

bool RefpageStreamer::IsOutdated(const PageOutcome& outcome,
                                 int64_t scanned) const {
  return outcome.source == plan::PageSource::kServerCache &&
         GetReason(outcome.status) == Reason::kRowsChanged &&
         position_.scanned() == scanned;
}

// Failures before the head have already been retried by the exchange.
bool RefpageStreamer::MayResume(const PageOutcome& outcome) const {
  return outcome.has_head &&
         GetReason(outcome.status) == Reason::kUpstreamUnavailable;
}

void RefpageStreamer::Trace(const absl::Status& status) const {
  UpstreamFetch fetch = reader_.fetch();
  fetch.end = SteadyTime::Now();
  fetch.status = status;
  fetch.page = context_.recorder.record().pages;
  fetch.rows = pages_.page_rows();
  fetch.price = position_.page_price();
  context_.recorder.trace()->OnFetch(fetch);
}

asio::awaitable<absl::Status> RefpageStreamer::Resume(const absl::Status& why,
                                                      SteadyTime deadline) {
  const int64_t fruitless = position_.fruitless_interruptions();
  if (fruitless >= context_.options.max_resumes) {
    if (fruitless == 0) co_return why;
    co_return WithMetadata(why, kFruitlessInterruptions,
                           fmt::to_string(fruitless));
  }
  const absl::Duration backoff = Backoff(context_.options.backoff, fruitless);
  if (SteadyTime::Now() + backoff >= deadline) co_return why;
  context_.recorder.OnResume();
  asio::steady_timer timer(co_await asio::this_coro::executor,
                           absl::ToChronoNanoseconds(backoff));
  sender_.BeginIdle();
  co_await timer.async_wait(kAwait);
  const absl::Status sent = co_await sender_.EndIdle();
  if (co_await net::IsCancelled()) co_return CancelledCall();
  co_return sent;
}

}  // namespace backlinks::stream
