// Paginates an upstream without offset: decides which rows of a page are new,
// where the next page begins, and which page is the last.
// model/keyset_position.h describes how pages follow one another.
//
// Rows:    rows of the group at a page's beginning that were read before are
//          dropped. Other rows of the group are held until all of those have
//          been received, so that a changed row is never taken for a new one.
// Long:    a row whose keys are too long to begin a page at is delivered like
//          any other. It is sent again with the next page, which begins after
//          the last row before it at which a page can begin.
// End:     the last page is one without rows, or a short one if the dialect
//          knows that it is the end, or if another page of this stream was
//          longer, so that no cap made it short. Any other short page is
//          followed by one more.
// Errors:  ROWS_CHANGED if a row of the group is gone or has changed;
//          ORDER_TIES if more rows than a page holds are equal in all columns,
//          or too long to begin a page at; the errors of `fresh`.
// Limits:  8 KiB of keys for a row at which a page begins; 10,000 different
//          rows that are sent again.
// Assumed: rows that are equal in all orderable columns are one link if a page
//          holds only one row. A first page that is short and has only long
//          rows was not clamped to fewer rows than Dialect::min_page_cap.
// Threads: one at a time.
#ifndef BACKLINKS_SERVICE_STREAM_KEYSET_PAGINATOR_H_
#define BACKLINKS_SERVICE_STREAM_KEYSET_PAGINATOR_H_

#include <cstdint>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "service/dialect/dialect.h"
#include "service/model/cursor.h"
#include "service/model/keyset_position.h"
#include "service/model/query.h"
#include "service/model/row.h"

namespace backlinks {

// Receives the new rows.
class FreshRows {
 public:
  virtual ~FreshRows() = default;
  // Whether no more rows are wanted.
  virtual bool Full() const = 0;
  // Receives one row; cursor.keyset_position is after it.
  virtual absl::Status OnFresh(const Row& row) = 0;
};

class KeysetPaginator {
 public:
  // All must outlive the paginator. It writes the cursor's keyset position and
  // `exhausted`.
  KeysetPaginator(const Dialect& dialect, const Plan& plan, Cursor& cursor,
                  FreshRows& fresh)
      : dialect_(dialect), plan_(plan), cursor_(cursor), fresh_(fresh) {}

  void Begin(const Page& page);
  absl::Status OnRow(const Row& row);
  // Must be called when the page is complete and all its rows were passed.
  absl::Status End();

 private:
  // A row held until the rows read before it have been received.
  struct Held {
    Row row;
    uint64_t identity = 0;
  };

  absl::Status OnGroupRow(const Row& row, uint64_t identity);
  absl::Status OnFullOrderRow(const Row& row, uint64_t identity);
  absl::Status OnLongRow(const Row& row, uint64_t identity);
  absl::Status OnFullOrderLongRow(const Row& row, uint64_t identity);
  // Handles a row that is sent again with the next page; `seen` are all of
  // these.
  absl::Status OnRepeatable(const Row& row, uint64_t identity,
                            RowIdentities& seen);
  absl::Status Accept(const Row& row, uint64_t identity, RowIdentities& seen);
  absl::Status TakeHeld(RowIdentities& seen);
  absl::Status Take(const Row& row);
  absl::Status CheckBehind();
  absl::Status CloseGroup() const;
  absl::Status CloseLastGroup();
  absl::Status EndAfterLongRows();
  absl::Status TooMany() const;
  bool IsLastPage() const;
  void OrderInFull();
  void Publish();

  const Dialect& dialect_;
  const Plan& plan_;
  Cursor& cursor_;
  FreshRows& fresh_;

  Page page_;
  KeysetPosition at_;       // After the last row.
  bool in_group_ = false;   // Such a row exists.
  bool is_after_ = false;   // The page begins after it, and has no row yet.
  RowIdentities expected_;  // Rows read before that must be received first.
  std::vector<Held> held_;
  bool progressed_ = false;    // A new row arrived on this page.
  int64_t page_rows_ = 0;      // Rows of this page.
  int64_t group_rows_ = 0;     // The ones of the group at its end.
  int64_t boundary_rows_ = 0;  // The ones that are equal in every column.
  int64_t max_rows_ = 0;       // Rows of the longest page of this stream.
};

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_STREAM_KEYSET_PAGINATOR_H_
