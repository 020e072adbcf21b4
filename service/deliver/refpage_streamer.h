// Delivers what a plan promises: page after page from the upstream, decoded,
// encoded, batched and written, and the summary at the end.
//
// In:      a plan; an exchange and a writer.  Out: messages; a status.
// Batches: the first leaves with the first rows; then by size, or when rows
//          have waited for `max_batch_age` while the upstream is silent.
// Holds:   one read buffer, one row, the batches of one piece of body.
// Errors:  what dialect, exchange and decoder say, the page's number added.
//          Rows before an error are written first.
// Threads: everything runs on the executor that awaits Run.
// Cancel:  terminal cancellation ends Run with CANCELLED and closes the
//          upstream connection at once.
#ifndef BACKLINKS_SERVICE_DELIVER_REFPAGE_STREAMER_H_
#define BACKLINKS_SERVICE_DELIVER_REFPAGE_STREAMER_H_

#include <cstdint>
#include <optional>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "backlinks/v1/backlinks_service.pb.h"
#include "boost/asio/steady_timer.hpp"
#include "service/decode/page_decoder.h"
#include "service/deliver/batcher.h"
#include "service/deliver/message_writer.h"
#include "service/dialect/dialect.h"
#include "service/exchange/http_exchange.h"
#include "service/model/call_record.h"
#include "service/plan/planner.h"

namespace backlinks {

struct StreamerOptions {
  size_t max_batch_bytes = 64 << 10;
  absl::Duration max_batch_age = absl::Milliseconds(50);
  DecodeLimits decode_limits;
};

class RefpageStreamer : private RowSink {
 public:
  // All references must outlive the streamer; `record` is filled on the way.
  RefpageStreamer(const Dialect& dialect, const Plan& plan,
                  HttpExchange& exchange, MessageWriter& writer,
                  const StreamerOptions& options, CallRecord& record);

  // To be called once.
  boost::asio::awaitable<absl::Status> Run(absl::Time deadline);

 private:
  template <typename T>
  using Awaitable = boost::asio::awaitable<T>;

  Awaitable<absl::Status> ReadPages(absl::Time deadline);
  Awaitable<absl::Status> ReadPage(const Page& page, absl::Time deadline);
  Awaitable<absl::Status> ReadBody(HttpResponse& response,
                                   PageDecoder& decoder);
  Awaitable<absl::StatusOr<std::string_view>> Receive(HttpResponse& response);
  Awaitable<absl::StatusOr<std::string_view>> ReceiveEnd(
      HttpResponse& response);
  Awaitable<absl::Status> WriteReady();
  Awaitable<absl::Status> WriteRest(v1::StreamRefpagesResponse& tail);
  Awaitable<absl::Status> WriteBatch(Batch& batch,
                                     v1::StreamRefpagesResponse& tail);
  Awaitable<absl::Status> WriteBatch(Batch& batch);
  Awaitable<void> FlushWhileSilent();

  absl::Status OnRow(const Row& row) override;
  void Book(const ResponseHead& head, const HttpResponse& response,
            const PageDecoder& decoder);
  bool LimitReached() const;
  v1::StreamRefpagesResponse MakeTail() const;

  const Dialect& dialect_;
  const Plan& plan_;
  HttpExchange& exchange_;
  MessageWriter& writer_;
  const StreamerOptions& options_;
  CallRecord& record_;

  Pager pager_;
  Batcher batcher_;
  boost::asio::steady_timer written_;  // Cancelled when a write has ended.
  bool writing_ = false;
  bool receiving_ = false;
  bool client_gone_ = false;
  int64_t accepted_rows_ = 0;
  int64_t malformed_cells_ = 0;
  std::optional<MilliPrice> reported_price_;
};

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_DELIVER_REFPAGE_STREAMER_H_
