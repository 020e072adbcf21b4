#include "service/deliver/refpage_streamer.h"

#include <algorithm>
#include <chrono>
#include <utility>
#include <variant>

#include "boost/asio/as_tuple.hpp"
#include "boost/asio/experimental/awaitable_operators.hpp"
#include "boost/asio/this_coro.hpp"
#include "boost/asio/use_awaitable.hpp"
#include "fmt/format.h"
#include "service/status/status.h"

namespace backlinks {
namespace {

namespace asio = boost::asio;

constexpr auto kAwait = asio::as_tuple(asio::use_awaitable);

// What is read of the body of an error, and behind the last row wanted.
constexpr size_t kMaxTailBytes = 128 << 10;
constexpr auto kMaxTailWait = std::chrono::milliseconds(100);

absl::Status Cancelled() {
  return MakeError(Reason::kCancelled, "the call was cancelled");
}

// Whether the awaiting coroutine was told to stop.
asio::awaitable<bool> IsCancelled() {
  const auto state = co_await asio::this_coro::cancellation_state;
  co_return state.cancelled() != asio::cancellation_type::none;
}

std::string_view EndReasonWord(EndReason reason) {
  switch (reason) {
    case EndReason::kLimit:
      return "LIMIT";
    case EndReason::kExhausted:
      return "EXHAUSTED";
    case EndReason::kPrice:
      break;
  }
  return "PRICE";
}

v1::Price ToProto(PriceUnit unit, MilliPrice amount) {
  v1::Price price;
  price.set_unit(static_cast<v1::PriceUnit>(unit));
  price.set_milli_amount(amount);
  return price;
}

}  // namespace

RefpageStreamer::RefpageStreamer(const Dialect& dialect, const Plan& plan,
                                 HttpExchange& exchange, MessageWriter& writer,
                                 const StreamerOptions& options,
                                 CallRecord& record)
    : dialect_(dialect),
      plan_(plan),
      exchange_(exchange),
      writer_(writer),
      options_(options),
      record_(record),
      pager_(dialect, plan),
      batcher_(options.max_batch_bytes, plan.deliver),
      written_(asio::system_executor()) {}

asio::awaitable<absl::Status> RefpageStreamer::Run(absl::Time deadline) {
  using asio::experimental::awaitable_operators::operator||;
  co_await asio::this_coro::throw_if_cancelled(false);
  written_ = asio::steady_timer(co_await asio::this_coro::executor,
                                asio::steady_timer::time_point::max());
  // The flusher never ends before it is cancelled, so the first alternative is
  // the one that holds.
  auto ended = co_await (ReadPages(deadline) || FlushWhileSilent());
  absl::Status status = Cancelled();
  if (ended.index() == 0) status = std::get<0>(std::move(ended));
  record_.price = pager_.spent();
  if (client_gone_) co_return Cancelled();
  if (co_await IsCancelled()) co_return Cancelled();
  v1::StreamRefpagesResponse tail;
  if (status.ok()) {
    record_.end_reason = EndReasonWord(pager_.end_reason());
    tail = MakeTail();
  }
  const absl::Status written = co_await WriteRest(tail);
  co_return status.ok() ? written : status;
}

asio::awaitable<absl::Status> RefpageStreamer::ReadPages(absl::Time deadline) {
  co_await asio::this_coro::throw_if_cancelled(false);
  while (const std::optional<Page> page = pager_.Next()) {
    const int64_t before = record_.scanned_rows;
    absl::Status status = co_await ReadPage(*page, deadline);
    pager_.Done(*page, record_.scanned_rows - before);
    // With every row delivered nothing that happens afterwards fails the call.
    if (!status.ok() && !LimitReached()) {
      co_return WithMetadata(std::move(status), "page",
                             fmt::to_string(record_.pages));
    }
    ++record_.pages;
  }
  co_return absl::OkStatus();
}

asio::awaitable<absl::Status> RefpageStreamer::ReadPage(const Page& page,
                                                        absl::Time deadline) {
  auto response = co_await exchange_.Send(dialect_.MakeRequest(plan_, page),
                                          deadline, record_.upstream_calls);
  if (!response.ok()) co_return response.status();
  const ResponseHead& head = (*response)->head();
  PageDecoder decoder(
      {.rows_key = std::string(dialect_.rows_key()),
       .column_of = [this](auto name) { return dialect_.ColumnOf(name); },
       .wanted = plan_.select,
       .keep_other_columns = plan_.include_other_columns,
       .limits = options_.decode_limits},
      *this);
  absl::Status status = dialect_.CheckHead(head);
  if (status.ok() || dialect_.NeedsErrorBody(head)) {
    const absl::Status body = co_await ReadBody(**response, decoder);
    if (decoder.error_text()) {
      status = dialect_.ErrorOf(head, *decoder.error_text());
    } else if (status.ok()) {
      status = body;
    }
  }
  Book(head, **response, decoder);
  co_return status;
}

// Rows leave while the body still arrives. What is not a page of rows is read
// no further than an error can be long, and what follows the last row no
// further than a well-behaved document's end, which frees the connection.
asio::awaitable<absl::Status> RefpageStreamer::ReadBody(HttpResponse& response,
                                                        PageDecoder& decoder) {
  const bool is_error = !dialect_.CheckHead(response.head()).ok();
  size_t size = 0;
  while (true) {
    // No conditional expression: GCC 12 miscompiles co_await in one.
    absl::StatusOr<std::string_view> piece = "";
    if (LimitReached()) {
      piece = co_await ReceiveEnd(response);
    } else {
      piece = co_await Receive(response);
    }
    if (!piece.ok()) co_return piece.status();
    if (piece->empty()) co_return decoder.Finish();
    const absl::Status decoded = decoder.Write(*piece);
    if (record_.sent_messages == 0) batcher_.Close();
    BACKLINKS_CO_RETURN_IF_ERROR(co_await WriteReady());
    BACKLINKS_CO_RETURN_IF_ERROR(decoded);
    if (is_error || LimitReached()) size += piece->size();
    if (size > kMaxTailBytes) co_return absl::OkStatus();
  }
}

asio::awaitable<absl::StatusOr<std::string_view>> RefpageStreamer::Receive(
    HttpResponse& response) {
  receiving_ = true;
  auto piece = co_await response.Read();
  receiving_ = false;
  if (co_await IsCancelled()) co_return Cancelled();
  // The flusher may have begun a write in the meantime: let it end, so that
  // batches stay in order.
  while (writing_) co_await written_.async_wait(kAwait);
  if (client_gone_) co_return Cancelled();
  co_return piece;
}

// Waits for no more than the end of a document whose rows are all here.
asio::awaitable<absl::StatusOr<std::string_view>> RefpageStreamer::ReceiveEnd(
    HttpResponse& response) {
  using asio::experimental::awaitable_operators::operator||;
  asio::steady_timer timer(co_await asio::this_coro::executor, kMaxTailWait);
  auto ended = co_await (Receive(response) || timer.async_wait(kAwait));
  if (ended.index() == 0) co_return std::get<0>(std::move(ended));
  co_return absl::CancelledError("the rest of the document is late");
}

asio::awaitable<void> RefpageStreamer::FlushWhileSilent() {
  co_await asio::this_coro::throw_if_cancelled(false);
  asio::steady_timer timer(co_await asio::this_coro::executor);
  while (!co_await IsCancelled()) {
    timer.expires_after(absl::ToChronoNanoseconds(options_.max_batch_age));
    co_await timer.async_wait(kAwait);
    if (!receiving_ || batcher_.empty()) continue;
    batcher_.Close();
    Batch batch = batcher_.Take();
    // Receive looks at client_gone_.
    (co_await WriteBatch(batch)).IgnoreError();
  }
}

asio::awaitable<absl::Status> RefpageStreamer::WriteReady() {
  while (batcher_.ready()) {
    Batch batch = batcher_.Take();
    BACKLINKS_CO_RETURN_IF_ERROR(co_await WriteBatch(batch));
  }
  co_return absl::OkStatus();
}

// Everything that is left, and with the last of it `tail`. Without a summary
// in `tail` (an error follows) nothing is sent but rows.
asio::awaitable<absl::Status> RefpageStreamer::WriteRest(
    v1::StreamRefpagesResponse& tail) {
  batcher_.Close();
  Batch batch;
  while (batcher_.ready()) {
    batch = batcher_.Take();
    if (!batcher_.ready() && tail.has_summary()) break;
    BACKLINKS_CO_RETURN_IF_ERROR(co_await WriteBatch(batch));
    batch = {};
  }
  if (!tail.has_summary()) co_return absl::OkStatus();
  co_return co_await WriteBatch(batch, tail);
}

asio::awaitable<absl::Status> RefpageStreamer::WriteBatch(Batch& batch) {
  v1::StreamRefpagesResponse no_tail;
  co_return co_await WriteBatch(batch, no_tail);
}

asio::awaitable<absl::Status> RefpageStreamer::WriteBatch(
    Batch& batch, v1::StreamRefpagesResponse& tail) {
  record_.sent_rows += batch.rows;
  auto& progress = *tail.mutable_progress();
  progress.set_sent_row_count(record_.sent_rows);
  progress.set_scanned_row_count(record_.scanned_rows);
  tail.AppendToString(&batch.bytes);
  record_.sent_bytes += static_cast<int64_t>(batch.bytes.size());
  ++record_.sent_messages;
  if (batch.rows > 0 && record_.first_row == absl::ZeroDuration()) {
    record_.first_row = absl::Now() - record_.start;
  }
  writing_ = true;
  client_gone_ = !co_await writer_.Write(std::move(batch.bytes));
  writing_ = false;
  written_.cancel();
  co_return client_gone_ ? Cancelled() : absl::OkStatus();
}

absl::Status RefpageStreamer::OnRow(const Row& row) {
  ++record_.scanned_rows;
  // An upstream that sends more than it was asked for is not the caller's
  // problem.
  if (LimitReached()) return absl::OkStatus();
  BACKLINKS_RETURN_IF_ERROR(batcher_.Add(row));
  ++accepted_rows_;
  return absl::OkStatus();
}

void RefpageStreamer::Book(const ResponseHead& head,
                           const HttpResponse& response,
                           const PageDecoder& decoder) {
  record_.received_bytes += response.received_bytes();
  for (int column = 1; column <= kColumnCount; ++column) {
    const int64_t count = decoder.malformed_cells()[column];
    record_.malformed_cells[column] += count;
    malformed_cells_ += count;
  }
  if (const auto price = dialect_.ReportedPrice(head)) {
    reported_price_ = reported_price_.value_or(0) + *price;
  }
}

bool RefpageStreamer::LimitReached() const {
  return plan_.row_limit && accepted_rows_ >= *plan_.row_limit;
}

v1::StreamRefpagesResponse RefpageStreamer::MakeTail() const {
  v1::StreamRefpagesResponse tail;
  auto& summary = *tail.mutable_summary();
  summary.set_end_reason(static_cast<v1::EndReason>(pager_.end_reason()));
  summary.set_upstream_call_count(record_.upstream_calls);
  summary.set_page_count(record_.pages);
  summary.set_received_byte_count(record_.received_bytes);
  *summary.mutable_computed_price() =
      ToProto(dialect_.price_unit(), pager_.spent());
  if (reported_price_) {
    *summary.mutable_reported_price() =
        ToProto(dialect_.price_unit(), *reported_price_);
  }
  summary.set_malformed_cell_count(malformed_cells_);
  for (const Column& column : AllColumns()) {
    if (plan_.missing[column.number]) summary.add_missing_columns(column.name);
  }
  return tail;
}

}  // namespace backlinks
