// Reads pages from the upstream or the server's cache, one after the other:
// sends the request, which its payment pays for, and decodes head and body as
// they arrive.
//
// Tail:    a body that is not a page of rows is read only up to the maximum
//          size of an error, and after the last wanted row only the rest of a
//          well-behaved document is read, so that the connection can be reused.
// Errors:  those of dialect, exchange (with its payment), decoder and page
//          sequence; CANCELLED.
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
#include "service/stream/page_price.h"
#include "service/stream/page_sequence.h"
#include "service/stream/response_sender.h"
#include "service/stream/stream_context.h"

namespace backlinks::stream {

// The outcome of reading one page.
struct PageOutcome {
  absl::Status status;
  bool has_head = false;  // A usable response began: it is paid for.
  bool whole = false;     // The page was read completely.
  bool is_error = false;  // It is a document with an error, and without rows.
  plan::PageSource source = plan::PageSource::kUpstream;
};

class PageReader {
 public:
  // All must outlive the reader. It reports to the call's recorder.
  PageReader(const StreamContext& context, PageSequence& pages,
             ResponseSender& sender);

  // Reads the open page of the sequence; with `only_fresh` not from a page that
  // is in the server's cache.
  boost::asio::awaitable<PageOutcome> Read(SteadyTime deadline,
                                           bool only_fresh);
  // Must be called after Read, when the price of the page is known.
  void Pay(MilliPrice price);

  // The sum over all pages as reported by the upstream. Empty if it reports
  // none.
  const std::optional<MilliPrice>& reported_price() const {
    return reported_price_;
  }
  int64_t malformed_cells() const { return malformed_cells_; }
  // Of the pages from the server's cache. Empty if there was none.
  const std::optional<absl::Time>& oldest_page_time() const {
    return oldest_page_time_;
  }

  // The last Read, as far as the reader knows it.
  const UpstreamFetch& fetch() const { return fetch_; }

 private:
  template <typename T>
  using Awaitable = boost::asio::awaitable<T>;

  HttpRequest MakeRequest(bool only_fresh);
  // Sends the request. Meanwhile rows that wait are sent by their age, and
  // heartbeats by the silence.
  Awaitable<absl::StatusOr<std::unique_ptr<exchange::HttpResponse>>> Send(
      const HttpRequest& request, SteadyTime deadline);
  void OnHead(const exchange::HttpResponse& response, PageOutcome& outcome);
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
  const PaymentMaker& make_payment_;
  const std::shared_ptr<const Plan> paid_plan_;  // May outlive the stream.
  CallRecorder& recorder_;
  const OpenStreams& open_streams_;
  std::shared_ptr<exchange::RequestPayment> payment_;  // Of the open page.
  bool is_priced_ = false;  // The price of the open page decides.
  std::optional<MilliPrice> reported_price_;
  std::optional<absl::Time> oldest_page_time_;
  int64_t malformed_cells_ = 0;
  UpstreamFetch fetch_;
};

}  // namespace backlinks::stream

#endif  // BACKLINKS_SERVICE_STREAM_PAGE_READER_H_
