#include "service/stream/page_reader.h"

#include <algorithm>
#include <chrono>
#include <string>
#include <utility>

#include "absl/cleanup/cleanup.h"
#include "boost/asio/steady_timer.hpp"
#include "boost/asio/this_coro.hpp"
#include "service/common/status/status.h"
#include "service/net/cancel.h"
#include "service/plan/tie_breakers.h"
#include "service/stream/await.h"

namespace backlinks::stream {
namespace {

namespace asio = boost::asio;

// Limits for reading the body of an error, and the rest after the last wanted
// row.
constexpr size_t kMaxTailBytes = 128 << 10;
constexpr auto kMaxTailWait = std::chrono::milliseconds(100);

asio::awaitable<void> WaitForTail() {
  asio::steady_timer timer(co_await asio::this_coro::executor, kMaxTailWait);
  co_await timer.async_wait(kAwait);
}

}  // namespace

PageReader::PageReader(const StreamContext& context, PageSequence& pages,
                       ResponseSender& sender)
    : dialect_(context.dialect),
      plan_(context.plan),
      exchange_(context.exchange),
      limits_(context.options.decode_limits),
      pages_(pages),
      sender_(sender),
      make_payment_(context.make_payment),
      paid_plan_(make_payment_ ? std::make_shared<const Plan>(plan_) : nullptr),
      recorder_(context.recorder),
      open_streams_(context.open_streams) {}

asio::awaitable<PageOutcome> PageReader::Read(SteadyTime deadline,
                                              bool only_fresh) {
  const HttpRequest request = MakeRequest(only_fresh);
  auto response = co_await Send(request, deadline);
  if (!response.ok()) co_return PageOutcome{.status = response.status()};
  const ResponseHead& head = (*response)->head();
  PageOutcome outcome{.status = dialect_.CheckHead(head)};
  if (outcome.status.ok()) OnHead(**response, outcome);
  decode::PageDecoder decoder(
      {.rows_key = std::string(dialect_.rows_key()),
       .column_of = [this](auto name) { return dialect_.ColumnOf(name); },
       .wanted = Wanted(pages_.page()),
       .readings = dialect_.readings(),
       .keep_other_columns = plan_.include_other_columns,
       .limits = limits_},
      pages_);
  if (outcome.has_head || dialect_.NeedsErrorBody(head)) {
    const absl::Status body =
        co_await ReadBody(**response, decoder, outcome.whole);
    outcome.status = MergeStatus(head, decoder, body);
    outcome.is_error =
        decoder.error_text().has_value() && pages_.page_rows() == 0;
  }
  Account(head, **response, decoder);
  co_return outcome;
}

HttpRequest PageReader::MakeRequest(bool only_fresh) {
  HttpRequest request = dialect_.MakeRequest(plan_, pages_.page());
  request.caller = recorder_.record().caller;
  request.max_cache_age = plan_.max_cache_age;
  request.max_piece_bytes = open_streams_.PieceBytes();
  if (only_fresh) request.max_cache_age = absl::ZeroDuration();
  payment_ = nullptr;
  is_priced_ = false;
  const PagePrice price(dialect_, paid_plan_, pages_.page());
  if (make_payment_ && price.Max() > 0) payment_ = make_payment_(price);
  request.payment = payment_;
  request.on_wire = std::make_shared<bool>(false);
  fetch_ = {};
  if (recorder_.trace() != nullptr) RecordAttempts(request, fetch_);
  return request;
}

void PageReader::OnHead(const exchange::HttpResponse& response,
                        PageOutcome& outcome) {
  const ResponseHead& head = response.head();
  const std::optional<absl::Time> cached_at = response.cached_at();
  outcome.has_head = true;
  if (cached_at) {
    outcome.source = plan::PageSource::kServerCache;
    oldest_page_time_ =
        std::min(oldest_page_time_.value_or(*cached_at), *cached_at);
  } else if (dialect_.IsCached(head)) {
    outcome.source = plan::PageSource::kUpstreamCache;
  }
  fetch_.cached = outcome.source != plan::PageSource::kUpstream;
  is_priced_ = !fetch_.cached && !dialect_.ReportedPrice(head);
  pages_.OnHead(dialect_.ResultCount(head), outcome.source);
}

void PageReader::Pay(MilliPrice price) {
  if (payment_ != nullptr && is_priced_) payment_->SetPrice(price);
  payment_ = nullptr;
}

// A client that is gone ends the wait for the limit of the rate, a reservation
// or a retry. Later it is noticed by the next piece of the body.
asio::awaitable<absl::StatusOr<std::unique_ptr<exchange::HttpResponse>>>
PageReader::Send(const HttpRequest& request, SteadyTime deadline) {
  sender_.BeginRequest(request.on_wire);
  int64_t calls = 0;
  // Runs after an exception, too: requests were sent.
  const absl::Cleanup count = [&] { recorder_.OnUpstreamCalls(calls); };
  auto response = co_await exchange_.Send(request, deadline, calls);
  (co_await sender_.EndIdle()).IgnoreError();
  co_return response;
}

ColumnSet PageReader::Wanted(const Page& page) const {
  const bool in_full_order = page.from && page.from->in_full_order;
  return in_full_order ? plan_.select | plan::ColumnsOf(plan_.full_order_by)
                       : plan_.select;
}

// An error in the document takes precedence over the status of its body.
absl::Status PageReader::MergeStatus(const ResponseHead& head,
                                     const decode::PageDecoder& decoder,
                                     const absl::Status& body) const {
  if (decoder.error_text())
    return dialect_.ErrorOf(head, *decoder.error_text());
  const absl::Status checked = dialect_.CheckHead(head);
  return checked.ok() ? body : checked;
}

asio::awaitable<absl::Status> PageReader::ReadBody(
    exchange::HttpResponse& response, decode::PageDecoder& decoder,
    bool& whole) {
  const bool is_error = !dialect_.CheckHead(response.head()).ok();
  size_t size = 0;
  while (true) {
    // Not a conditional expression, because GCC 12 miscompiles co_await in one.
    absl::StatusOr<std::string_view> piece = "";
    if (pages_.LimitReached()) {
      piece = co_await ReceiveEnd(response);
    } else {
      piece = co_await Receive(response);
    }
    if (!piece.ok()) co_return piece.status();
    if (piece->empty()) break;
    const absl::Status decoded = decoder.Write(*piece);
    // The end of the stream follows at once, and sends the rows with it.
    if (decoded.ok() && pages_.LimitReached() && response.has_ended()) break;
    BACKLINKS_CO_RETURN_IF_ERROR(co_await sender_.SendReady(response));
    BACKLINKS_CO_RETURN_IF_ERROR(decoded);
    if (is_error || pages_.LimitReached()) size += piece->size();
    if (size > kMaxTailBytes) co_return absl::OkStatus();
  }
  const absl::Status finished = decoder.Finish();
  whole = finished.ok();
  if (!whole && response.ended_by_close()) {
    // The closing of the connection ended the body, and may have truncated it.
    co_return MakeError(Reason::kUpstreamUnavailable,
                        "the upstream closed the connection too early");
  }
  co_return finished;
}

asio::awaitable<absl::StatusOr<std::string_view>> PageReader::Receive(
    exchange::HttpResponse& response) {
  // Needed so that EndIdle is reached if ReceiveEnd cancels this coroutine.
  co_await asio::this_coro::throw_if_cancelled(false);
  sender_.BeginIdle();
  auto piece = co_await response.Read();
  const absl::Status sent = co_await sender_.EndIdle();
  if (co_await net::IsCancelled()) co_return CancelledCall();
  if (!sent.ok()) co_return sent;
  co_return piece;
}

// Waits only briefly for the end of a document whose wanted rows have all
// arrived.
asio::awaitable<absl::StatusOr<std::string_view>> PageReader::ReceiveEnd(
    exchange::HttpResponse& response) {
  auto ended = co_await AwaitFirst(Receive(response), WaitForTail());
  if (ended.value) co_return *std::move(ended.value);
  if (ended.error) co_return FromException(ended.error);
  co_return absl::CancelledError("the rest of the document is late");
}

void PageReader::Account(const ResponseHead& head,
                         const exchange::HttpResponse& response,
                         const decode::PageDecoder& decoder) {
  recorder_.OnBody(response.received_bytes(), decoder.malformed_cells());
  fetch_.received_bytes = response.received_bytes();
  for (int column = 1; column <= kColumnCount; ++column) {
    malformed_cells_ += decoder.malformed_cells()[column];
  }
  if (response.cached_at()) return;  // It was reported when it was paid.
  if (const auto price = dialect_.ReportedPrice(head)) {
    reported_price_ = reported_price_.value_or(0) + *price;
  }
}

}  // namespace backlinks::stream
