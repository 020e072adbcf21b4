// Delivers what a plan promises: page after page from the upstream, tested,
// batched and written, and the summary at the end.
//
// In:      a plan and where to begin.  Out: messages; a status.
// Resume:  when the upstream breaks in the middle of a page, resumes after the
//          last whole row by a new request, within the deadline and the price
//          cap; gives up after `max_resumes` breaks without a new row between,
//          those of the calls that this one resumes included.
// Holds:   one read buffer, one row, the batches of one piece of body.
// Errors:  what dialect, exchange, decoder and intake say, the page's number
//          added. Rows before an error are written first, and a token after
//          the last of them. With every row delivered nothing that happens
//          afterwards fails the call.
// Threads: everything runs on the executor that awaits Run.
// Cancel:  terminal cancellation ends Run with CANCELLED and closes the
//          upstream connection at once.
#ifndef BACKLINKS_SERVICE_STREAM_REFPAGE_STREAMER_H_
#define BACKLINKS_SERVICE_STREAM_REFPAGE_STREAMER_H_

#include <cstdint>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "backlinks/v1/backlinks_service.pb.h"
#include "service/decode/page_decoder.h"
#include "service/dialect/dialect.h"
#include "service/evaluate/row_filter.h"
#include "service/exchange/http_exchange.h"
#include "service/model/call_record.h"
#include "service/model/cursor.h"
#include "service/plan/pager.h"
#include "service/stream/message_writer.h"
#include "service/stream/page_reader.h"
#include "service/stream/response_sender.h"
#include "service/stream/row_pipeline.h"

namespace backlinks {

// Metadata of the error of a call that gave up: consecutive interruptions by
// the upstream without a new row in between, the first one not counted.
inline constexpr char kFruitlessInterruptions[] = "fruitless_interruptions";

struct StreamerOptions {
  ResponseSenderOptions sender;
  DecodeLimits decode_limits;
  int max_resumes = 3;
  absl::Duration first_backoff = absl::Milliseconds(50);  // Doubles.
  int64_t max_bytes = 0;  // Of all rows, where the caller holds them; 0: any.
};

// What one stream is made of; all of it outlives the streamer.
struct StreamContext {
  const Dialect& dialect;
  const Plan& plan;
  const RowFilter* residual = nullptr;  // Null: every row passes.
  Cursor& cursor;                       // Where it begins, then where it is.
  TokenMaker token;
  HttpExchange& exchange;
  MessageWriter& writer;
  const StreamerOptions& options;
  CallRecord& record;  // Filled on the way.
};

class RefpageStreamer {
 public:
  RefpageStreamer(const boost::asio::any_io_executor& executor,
                  const StreamContext& parts);

  // To be called once, on the executor.
  boost::asio::awaitable<absl::Status> Run(absl::Time deadline);

 private:
  template <typename T>
  using Awaitable = boost::asio::awaitable<T>;

  Awaitable<absl::Status> ReadPages(absl::Time deadline);
  // OK: the page is done with, or will be asked for again from where it broke.
  Awaitable<absl::Status> ReadPage(const Page& page, absl::Time deadline);
  bool MayResume(const PageOutcome& outcome) const;
  void Trace(const absl::Status& status, MilliPrice price) const;
  Awaitable<absl::Status> GoOn(const absl::Status& why, absl::Time deadline);
  int64_t CountInterruption();
  EndReason WhyEnded() const;

  const StreamContext parts_;
  Pager pager_;
  ResponseSender sender_;
  RowPipeline pipeline_;
  PageReader reader_;
};

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_STREAM_REFPAGE_STREAMER_H_
