// Reads one page after the other from the upstream: request, head, and the
// body while it arrives.
//
// Tail:    what is not a page of rows is read no further than an error can be
//          long, and what follows the last row wanted no further than a
//          well-behaved document's end, which frees the connection.
// Errors:  what dialect, exchange, decoder and intake say; CANCELLED.
// Threads: one executor.  Cancel: terminal; closes the connection at once.
#ifndef BACKLINKS_SERVICE_STREAM_PAGE_READER_H_
#define BACKLINKS_SERVICE_STREAM_PAGE_READER_H_

#include <cstdint>
#include <optional>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "boost/asio/awaitable.hpp"
#include "service/decode/page_decoder.h"
#include "service/dialect/dialect.h"
#include "service/exchange/http_exchange.h"
#include "service/model/call_record.h"
#include "service/model/call_trace.h"
#include "service/plan/pager.h"
#include "service/stream/response_sender.h"
#include "service/stream/row_pipeline.h"

namespace backlinks {

// What became of a page.
struct PageOutcome {
  absl::Status status;
  bool has_head = false;  // An answer began: it is paid for.
  bool whole = false;     // All of it was read.
};

class PageReader {
 public:
  // All must outlive it; `record` is filled on the way.
  PageReader(const Dialect& dialect, const Plan& plan, HttpExchange& exchange,
             const DecodeLimits& limits, Pager& pager, RowPipeline& pipeline,
             ResponseSender& sender, CallRecord& record)
      : dialect_(dialect),
        plan_(plan),
        exchange_(exchange),
        limits_(limits),
        pager_(pager),
        pipeline_(pipeline),
        sender_(sender),
        record_(record) {}

  boost::asio::awaitable<PageOutcome> Read(const Page& page,
                                           absl::Time deadline);

  // As the upstream reported it, of all pages; nothing: it does not.
  const std::optional<MilliPrice>& reported_price() const {
    return reported_price_;
  }
  int64_t malformed_cells() const { return malformed_cells_; }

  // What the last Read did, as far as the reader knows; only of a call that is
  // traced.
  const UpstreamFetch& fetch() const { return fetch_; }

 private:
  template <typename T>
  using Awaitable = boost::asio::awaitable<T>;

  ColumnSet Wanted(const Page& page) const;
  Awaitable<absl::Status> ReadBody(HttpResponse& response, PageDecoder& decoder,
                                   bool& whole);
  Awaitable<absl::StatusOr<std::string_view>> Receive(HttpResponse& response);
  Awaitable<absl::StatusOr<std::string_view>> ReceiveEnd(
      HttpResponse& response);
  absl::Status MergeStatus(const ResponseHead& head, const PageDecoder& decoder,
                           const absl::Status& body) const;
  void Account(const ResponseHead& head, const HttpResponse& response,
               const PageDecoder& decoder);

  const Dialect& dialect_;
  const Plan& plan_;
  HttpExchange& exchange_;
  const DecodeLimits& limits_;
  Pager& pager_;
  RowPipeline& pipeline_;
  ResponseSender& sender_;
  CallRecord& record_;
  std::optional<MilliPrice> reported_price_;
  int64_t malformed_cells_ = 0;
  UpstreamFetch fetch_;
};

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_STREAM_PAGE_READER_H_
