// Reads pages from the upstream, one after the other: reserves the price, sends
// the request, and decodes head and body as they arrive.
//
// Tail:    a body that is not a page of rows is read only up to the maximum
//          size of an error, and after the last wanted row only the rest of a
//          well-behaved document is read, so that the connection can be reused.
// Errors:  those of payment, dialect, exchange, decoder and page sequence;
//          CANCELLED.
// Threads: one executor.  Cancel: terminal; closes the connection at once.
#ifndef BACKLINKS_SERVICE_STREAM_PAGE_READER_H_
#define BACKLINKS_SERVICE_STREAM_PAGE_READER_H_

#include <cstdint>
#include <memory>
#include <optional>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "boost/asio/awaitable.hpp"
#include "service/decode/page_decoder.h"
#include "service/dialect/dialect.h"
#include "service/exchange/http_exchange.h"
#include "service/model/call_recorder.h"
#include "service/model/call_trace.h"
#include "service/stream/page_payment.h"
#include "service/stream/page_sequence.h"
#include "service/stream/response_sender.h"
#include "service/stream/stream_context.h"

namespace backlinks::stream {

// The outcome of reading one page.
struct PageOutcome {
  absl::Status status;
  bool has_head = false;  // A usable response began: it is paid for.
  bool whole = false;     // The page was read completely.
};

class PageReader {
 public:
  // All must outlive the reader. It reports to the call's recorder.
  PageReader(const StreamContext& context, PageSequence& pages,
             ResponseSender& sender, PagePayment& payment)
      : dialect_(context.dialect),
        plan_(context.plan),
        exchange_(context.exchange),
        limits_(context.options.decode_limits),
        pages_(pages),
        sender_(sender),
        payment_(payment),
        recorder_(context.recorder) {}

  // Reads the open page of the sequence.
  boost::asio::awaitable<PageOutcome> Read(SteadyTime deadline);

  // The sum over all pages as reported by the upstream. Empty if it reports
  // none.
  const std::optional<MilliPrice>& reported_price() const {
    return reported_price_;
  }
  int64_t malformed_cells() const { return malformed_cells_; }

  // The last Read, as far as the reader knows it.
  const UpstreamFetch& fetch() const { return fetch_; }

 private:
  template <typename T>
  using Awaitable = boost::asio::awaitable<T>;

  // Reserves the price, and sends the request. Meanwhile rows that wait are
  // sent by their age, and heartbeats by the silence.
  Awaitable<absl::StatusOr<std::unique_ptr<exchange::HttpResponse>>> Send(
      const HttpRequest& request, SteadyTime deadline);
  Awaitable<absl::StatusOr<std::unique_ptr<exchange::HttpResponse>>> SendPaid(
      const HttpRequest& request, SteadyTime deadline);
  ColumnSet Wanted(const Page& page) const;
  Awaitable<absl::Status> ReadBody(exchange::HttpResponse& response,
                                   decode::PageDecoder& decoder, bool& whole);
  Awaitable<absl::StatusOr<std::string_view>> Receive(
      exchange::HttpResponse& response);
  Awaitable<absl::StatusOr<std::string_view>> ReceiveEnd(
      exchange::HttpResponse& response);
  absl::Status MergeStatus(const ResponseHead& head,
                           const decode::PageDecoder& decoder,
                           const absl::Status& body) const;
  void Account(const ResponseHead& head, const exchange::HttpResponse& response,
               const decode::PageDecoder& decoder);

  const dialect::Dialect& dialect_;
  const Plan& plan_;
  exchange::HttpExchange& exchange_;
  const decode::DecodeLimits& limits_;
  PageSequence& pages_;
  ResponseSender& sender_;
  PagePayment& payment_;
  CallRecorder& recorder_;
  std::optional<MilliPrice> reported_price_;
  int64_t malformed_cells_ = 0;
  UpstreamFetch fetch_;
};

}  // namespace backlinks::stream

#endif  // BACKLINKS_SERVICE_STREAM_PAGE_READER_H_
