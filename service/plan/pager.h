// Chooses the pages one after the other, within the row limit and the price
// cap, from the position of the stream, and accounts their price.
//
// Page size: without a residual at most the rows still wanted; with one as many
// as are likely to be needed at the pass rate so far (before any is known a few
// times the wanted rows, at least kMinPageRows), plus the rows that cost
// nothing extra; never above plan.page_rows, and never more than the rest of
// the price cap pays for.
// Resume: if the position is after rows that this Pager did not see arrive in
//         an uninterrupted sequence (it is from a token, or a page was
//         interrupted), the next page begins at its check_from(), and `skip` is
//         the number of rows up to scanned(). If these rows alone would fill a
//         page, it has one row more.
// Clamp:  a short first page may be the end, or the upstream clamps requests;
//         the next page decides. It begins with the last row again, which must
//         be the same: an upstream that ignores `offset` sends another one.
// Cached: a page from the server's cache may be older than the one before, or
//         newer. If the plan allows them, each page begins with the last row of
//         the page before, which must be the same, whether it is cached or not:
//         so that the requests are those of other calls, too. Needs a total
//         order.
// Keyset: without offset each page begins at the keyset position, with the rows
//         of its group, which are sent again. stream's KeysetPaginator decides
//         which page is the last, and how the position advances; this class
//         only divides a group that would fill a page
//         (model/keyset_position.h).
// Price:  plan.max_price caps the logical stream, so that the price of earlier
//         calls counts, too.
// Threads: one at a time.
//
// Example:
//   StreamPosition position(cursor);     // From a token, or the start.
//   Pager pager(dialect, plan, position);
//   while (std::optional<Page> page = pager.Next()) {
//     … after the head:         pager.OnHead(*page, result_count, source);
//     … after each new row:     position.ReadRow, DeliverRow if it passes …
//     … after the last row:     pager.OnEnd(*page, rows_received);
//     … after an interruption:  pager.OnInterruption(*page, rows_received);
//   }
//   pager.end_reason()
#ifndef BACKLINKS_SERVICE_PLAN_PAGER_H_
#define BACKLINKS_SERVICE_PLAN_PAGER_H_

#include <cstdint>
#include <optional>

#include "service/dialect/dialect.h"
#include "service/model/query.h"
#include "service/plan/stream_position.h"

namespace backlinks::plan {

// The reason why a stream ends; the numbers are those of v1.EndReason.
enum class EndReason { kLimit = 1, kExhausted = 2, kPrice = 3 };

// Where a page comes from. The upstream charges for kUpstream only.
enum class PageSource { kUpstream, kUpstreamCache, kServerCache };

// Minimum rows of a page with a residual. With fewer rows read the pass rate is
// unknown, and a guess that was too low costs one more request, at the price of
// 5 to 55 rows.
inline constexpr int64_t kMinPageRows = 50;

// The number of rows at the beginning of a page that ended the page before,
// even if nothing was interrupted.
int64_t PageOverlap(const dialect::Dialect& dialect, const Plan& plan);

class Pager {
 public:
  // All must outlive the pager. It begins the position's pages, sets their
  // price, and at an upstream with offset ends the stream.
  Pager(const dialect::Dialect& dialect, const Plan& plan,
        StreamPosition& position);

  // Begins the next page. Empty if the stream ends; see end_reason().
  std::optional<Page> Next();

  // Records the price of the page: by the number of rows of the response, if
  // the upstream reports it, else by the requested number. This remains valid
  // if the page is not read to its end. A page from a cache is free.
  void OnHead(const Page& page, std::optional<int64_t> result_count,
              PageSource source = PageSource::kUpstream);

  // Records the price of a page that was received completely, with `rows` rows,
  // but is wrong, so that the stream does not end with it.
  void OnFailure(const Page& page, int64_t rows) { SetPrice(page, rows); }

  // The open page costs and saves nothing: its response is an error, or it is
  // from the server's cache and not used.
  void Discard();

  // Records the real price of a page that was received completely with `rows`
  // rows, including those of `skip`. The stream is exhausted after a page
  // without a row after `skip`; and after a short page if the position is after
  // all its rows, and either the dialect knows that it is the end, or an
  // earlier page of this pager had more rows, so that no cap made it short.
  void OnEnd(const Page& page, int64_t rows);

  // Records the price of a page that was interrupted after its head, with
  // `rows` rows received, including those of `skip`. The price without new rows
  // counts as repeated.
  void OnInterruption(const Page& page, int64_t rows);

  // The open page is not requested, because its price is not allowed: the
  // stream ends here.
  void EndAtPrice() { end_reason_ = EndReason::kPrice; }

  EndReason end_reason() const { return end_reason_; }

  // The price of this pager's pages alone.
  MilliPrice spent() const { return position_.spent() - spent_before_; }

  // The part of it that was paid a second time: the request and the unreceived
  // rows of interrupted pages, and rows skipped.
  MilliPrice repeated() const { return repeated_; }

  // What the pages from the server's cache would have cost.
  MilliPrice saved() const { return saved_before_page_ + page_saved_; }

 private:
  int64_t WantedRows() const;
  int64_t LikelyNeeded(int64_t wanted) const;
  int64_t FreeRows() const;
  Page PageAtOffset(int64_t wanted) const;
  Page PageAtKeyset(int64_t wanted) const;
  int64_t AffordableRows(Page page) const;
  void SetPrice(const Page& page, int64_t rows);
  MilliPrice PriceOf(const Page& page, int64_t rows) const;
  MilliPrice RowsPrice(const Page& page, int64_t rows) const;
  void EndAtOffset(const Page& page, int64_t rows);

  const dialect::Dialect& dialect_;
  const Plan& plan_;
  StreamPosition& position_;
  const MilliPrice spent_before_;
  const int64_t overlap_;
  MilliPrice repeated_ = 0;
  MilliPrice saved_before_page_ = 0;
  MilliPrice page_saved_ = 0;  // By the open page.
  int64_t max_rows_ = 0;       // Rows of the largest complete page.
  bool obeys_offset_ = false;  // A later page had the rows of its offset.
  PageSource source_ = PageSource::kUpstream;  // Of the open page.
  bool is_uninterrupted_ = false;  // The page before was read completely.
  EndReason end_reason_ = EndReason::kExhausted;
};

}  // namespace backlinks::plan

#endif  // BACKLINKS_SERVICE_PLAN_PAGER_H_
