// Executes a plan: reads page after page from the upstream, filters and batches
// the rows, writes them, and sends the summary at the end.
//
// In:      a plan and the position to begin at.  Out: messages; a status.
// Resume:  if the upstream interrupts a page, resumes after the last complete
//          row with a new request, within the deadline and the price cap. Gives
//          up after `max_resumes` consecutive interruptions without a new row,
//          including those of the calls that this one resumes.
// Cache:   a page from the server's cache that does not follow the rows before
//          it is asked for again at the upstream.
// Holds:   one read buffer, one row, one message, and the rows of about one
//          piece of the body. The read buffer is released while the client
//          reads nothing.
// Budget:  the price of each request is reserved before it is sent. Without a
//          reservation for its first request the call fails; later the stream
//          ends at its price.
// Errors:  those of dialect, exchange (with its payment), decoder and page
//          sequence, with the page's number. Rows before an error are sent
//          first, with a token after the last of them. Once every row is
//          delivered, no later failure fails the call.
// Threads: everything runs on the executor that awaits Run.
// Cancel:  terminal cancellation ends Run with CANCELLED and closes the
//          upstream connection at once.
#ifndef BACKLINKS_SERVICE_STREAM_REFPAGE_STREAMER_H_
#define BACKLINKS_SERVICE_STREAM_REFPAGE_STREAMER_H_

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "boost/asio/any_io_executor.hpp"
#include "boost/asio/awaitable.hpp"
#include "service/plan/stream_position.h"
#include "service/stream/page_reader.h"
#include "service/stream/page_sequence.h"
#include "service/stream/response_sender.h"
#include "service/stream/row_pipeline.h"
#include "service/stream/stream_context.h"

namespace backlinks::stream {

// Metadata of the error of a call that gave up: the number of consecutive
// interruptions by the upstream without a new row in between, the first one not
// counted.
inline constexpr char kFruitlessInterruptions[] = "fruitless_interruptions";

class RefpageStreamer {
 public:
  RefpageStreamer(const boost::asio::any_io_executor& executor,
                  StreamContext context);

  // Must be called once, on the executor.
  boost::asio::awaitable<absl::Status> Run(SteadyTime deadline);

 private:
  template <typename T>
  using Awaitable = boost::asio::awaitable<T>;

  Awaitable<absl::Status> ReadPages(SteadyTime deadline);
  // Reads the open page. Returns OK if it is finished, or will be requested
  // again from the point of interruption.
  Awaitable<absl::Status> ReadPage(SteadyTime deadline);
  // Whether the stream ends with what it has sent, instead of with this error.
  bool MayEndAtPrice(const absl::Status& status) const;
  bool MayResume(const PageOutcome& outcome) const;
  // Whether the page is from the server's cache, and does not fit: no row of it
  // was read, since `scanned` rows were read before it.
  bool IsOutdated(const PageOutcome& outcome, int64_t scanned) const;
  void Trace(const absl::Status& status) const;
  Awaitable<absl::Status> Resume(const absl::Status& why, SteadyTime deadline);
  void RecordEnd();

  const StreamContext context_;
  const OpenStreams::Stream open_{context_.open_streams};
  plan::StreamPosition position_;
  ResponseSender sender_;
  RowPipeline pipeline_;
  PageSequence pages_;
  PageReader reader_;
  bool only_fresh_ = false;  // The next page must not be from the cache.
};

}  // namespace backlinks::stream

#endif  // BACKLINKS_SERVICE_STREAM_REFPAGE_STREAMER_H_
