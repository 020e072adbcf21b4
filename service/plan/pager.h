// Chooses one page after the other, within the row limit and the price cap,
// from wherever the cursor is, and keeps the cursor's account.
//
// Page size: without a residual never more rows than are still wanted; with
//   one as many as the pass rate seen so far makes likely to be needed (before
//   any is known a few times the wanted rows, at least kMinPageRows), and those
//   that cost nothing more; never above plan.page_rows, and never more than
//   can still be paid.
// Resume: where the cursor has rows after it that this Pager did not see
//   arrive in an unbroken run (a token, or a page that broke), the next page
//   begins at cursor.check_from, with `skip` the rows up to cursor.scanned.
//   Should these alone fill a page, it has one row more.
// Clamp:  a first page that is short may be the end, or the upstream clamps
//   requests. The next page decides. It has the last row again, which must be
//   the same: an upstream that ignores `offset` sends another one.
// Keyset: where there is no offset every page begins at cursor.keyset, with
//   the rows of its group, which come again. stream's KeysetPaginator decides
//   which page is the last, and how the position continues; this one only
//   divides a group that would fill a page (model/keyset_position.h).
// Price:  plan.max_price is that of the logical stream: of cursor.spent, too.
// Threads: one at a time.
//
// Example:
//   Cursor cursor;                       // Or a token's.
//   Pager pager(dialect, plan, cursor);
//   while (std::optional<Page> page = pager.Next()) {
//     … head is there:        pager.OnHead(*page, result_count);
//     … each row after skip: ++cursor.scanned, ++cursor.sent if it passes …
//     … whole page:           pager.OnEnd(*page, rows_received);
//     … broke in the middle:  pager.OnBreak(*page, rows_received);
//   }
//   pager.end_reason()
#ifndef BACKLINKS_SERVICE_PLAN_PAGER_H_
#define BACKLINKS_SERVICE_PLAN_PAGER_H_

#include <cstdint>
#include <optional>

#include "service/dialect/dialect.h"
#include "service/model/cursor.h"
#include "service/model/query.h"

namespace backlinks {

// Why a stream ends; the numbers are those of v1.EndReason.
enum class EndReason { kLimit = 1, kExhausted = 2, kPrice = 3 };

// While fewer rows than this were read nobody knows how many pass, and a guess
// that was too low costs one more request, which costs as much as 5 to 55 rows.
inline constexpr int64_t kMinPageRows = 50;

class Pager {
 public:
  // All must outlive the pager; `cursor` is read, and its `spent` and
  // `exhausted` are written.
  Pager(const Dialect& dialect, const Plan& plan, Cursor& cursor);

  // Nothing: the stream ends, end_reason() says why.
  std::optional<Page> Next();

  // Books the page: by how many rows the answer has, where the upstream tells,
  // else by how many were asked for. That holds where a page is left early.
  // A page out of the upstream's cache costs nothing.
  void OnHead(const Page& page, std::optional<int64_t> result_count,
              bool cached = false);

  // The page ended whole with `rows` rows, those of `skip` included: books
  // what it really cost. A short page is the end where the dialect knows it, or
  // an earlier page of this pager had more rows, so that no cap made this one
  // short, and the cursor is after all its rows; one without a row after
  // `skip` always is.
  void OnEnd(const Page& page, int64_t rows);

  // The page broke after its head, with `rows` rows received, those of `skip`
  // included: what it cost without giving new rows is repeated.
  void OnBreak(const Page& page, int64_t rows);

  EndReason end_reason() const { return end_reason_; }

  // By this pager's pages alone.
  MilliPrice spent() const { return cursor_.spent - spent_before_; }

  // Of it, paid for a second time: request and unreceived rows of broken
  // pages, and rows skipped.
  MilliPrice repeated() const { return repeated_; }

 private:
  int64_t WantedRows() const;
  int64_t LikelyNeeded(int64_t wanted) const;
  int64_t FreeRows() const;
  Page PageAtOffset(int64_t wanted) const;
  Page PageAtKeyset(int64_t wanted) const;
  int64_t AffordableRows(Page page) const;
  MilliPrice PriceOf(const Page& page, int64_t rows) const;
  MilliPrice RowsPrice(const Page& page, int64_t rows) const;
  void EndAtOffset(const Page& page, int64_t rows);
  void Account(MilliPrice price);

  const Dialect& dialect_;
  const Plan& plan_;
  Cursor& cursor_;
  const MilliPrice spent_before_;
  MilliPrice booked_ = 0;  // Of the open page.
  MilliPrice repeated_ = 0;
  int64_t max_rows_ = 0;       // Of a whole page so far.
  bool obeys_offset_ = false;  // A page after another had the rows due there.
  bool cached_ = false;        // The open page is.
  bool unbroken_ = false;      // The page before this one arrived here, whole.
  EndReason end_reason_ = EndReason::kExhausted;
};

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_PLAN_PAGER_H_
