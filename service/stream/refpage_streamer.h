// Executes a plan: reads page after page from the upstream, filters and batches
// the rows, writes them, and sends the summary at the end.
//
// In:      a plan and the position to begin at.  Out: messages; a status.
// Resume:  if the upstream interrupts a page, resumes after the last complete
//          row with a new request, within the deadline and the price cap. Gives
//          up after `max_resumes` consecutive interruptions without a new row,
//          including those of the calls that this one resumes.
// Holds:   one read buffer, one row, and the batches of one piece of the body.
// Errors:  those of dialect, exchange, decoder and row pipeline, with the
//          page's number. Rows before an error are sent first, with a token
//          after the last of them. Once every row is delivered, no later
//          failure fails the call.
// Threads: everything runs on the executor that awaits Run.
// Cancel:  terminal cancellation ends Run with CANCELLED and closes the
//          upstream connection at once.
#ifndef BACKLINKS_SERVICE_STREAM_REFPAGE_STREAMER_H_
#define BACKLINKS_SERVICE_STREAM_REFPAGE_STREAMER_H_

#include <cstdint>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "backlinks/v1/backlinks_service.pb.h"
#include "service/common/backoff/backoff.h"
#include "service/decode/page_decoder.h"
#include "service/dialect/dialect.h"
#include "service/evaluate/row_filter.h"
#include "service/exchange/http_exchange.h"
#include "service/model/call_recorder.h"
#include "service/model/cursor.h"
#include "service/plan/pager.h"
#include "service/stream/message_writer.h"
#include "service/stream/page_reader.h"
#include "service/stream/response_sender.h"
#include "service/stream/row_pipeline.h"

namespace backlinks {

// Metadata of the error of a call that gave up: the number of consecutive
// interruptions by the upstream without a new row in between, the first one not
// counted.
inline constexpr char kFruitlessInterruptions[] = "fruitless_interruptions";

struct StreamerOptions {
  ResponseSenderOptions sender;
  DecodeLimits decode_limits;
  int max_resumes = 3;
  // Before each resume, by the number of interruptions without a new row.
  BackoffPolicy backoff = {.first = absl::Milliseconds(50),
                           .max = absl::Milliseconds(12'800),
                           .jitter = 0};
  // Maximum of all rows, if the caller holds them; 0 for none.
  int64_t max_bytes = 0;
};

// The objects that one stream uses. They outlive the streamer.
struct StreamContext {
  const Dialect& dialect;
  const Plan& plan;
  const RowFilter* residual = nullptr;  // Null if every row passes.
  Cursor& cursor;                       // The start, then the current position.
  TokenMaker token;
  HttpExchange& exchange;
  MessageWriter& writer;
  const StreamerOptions& options;
  CallRecorder& recorder;
};

class RefpageStreamer {
 public:
  RefpageStreamer(const boost::asio::any_io_executor& executor,
                  const StreamContext& parts);

  // Must be called once, on the executor.
  boost::asio::awaitable<absl::Status> Run(absl::Time deadline);

 private:
  template <typename T>
  using Awaitable = boost::asio::awaitable<T>;

  Awaitable<absl::Status> ReadPages(absl::Time deadline);
  // Returns OK if the page is finished, or will be requested again from the
  // point of interruption.
  Awaitable<absl::Status> ReadPage(const Page& page, absl::Time deadline);
  bool MayResume(const PageOutcome& outcome) const;
  void Trace(const absl::Status& status, MilliPrice price) const;
  Awaitable<absl::Status> Continue(const absl::Status& why,
                                   absl::Time deadline);
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
