// Finds the way from page to page at an upstream without offset: which rows of
// a page are new, where the next page begins, and which page is the last one.
// model/keyset_position.h says how pages follow one another.
//
// Rows:    those of the group at a page's beginning that were read before are
//          dropped. Others of the group wait until all of these have come, so
//          that a row that was changed is never taken for a new one.
// Long:    a row whose keys are too long to begin a page at is delivered like
//          any other. It comes again with the next page, which begins after
//          the last row before it that a page can begin at.
// End:     a page without rows; a short one where the dialect says so, or that
//          is shorter than another page of this stream, so that no cap made it
//          short. Any other short page is followed by one more.
// Errors:  ROWS_CHANGED: a row of the group has gone, or is another one now;
//          ORDER_TIES: more rows than a page holds are equal in all columns, or
//          too long to begin a page at. What `fresh` returns.
// Limits:  8 KiB of keys for a row that a page begins at; 10,000 different
//          rows that come again.
// Assumed: rows that are equal in every column an order can have are one link
//          where a page holds one row alone. A first page that is short, and of
//          long rows alone, was not clamped to fewer rows than
//          Dialect::min_page_cap.
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

// Takes the new rows.
class FreshRows {
 public:
  virtual ~FreshRows() = default;
  // Whether no more are wanted.
  virtual bool Full() const = 0;
  // cursor.keyset is after the row.
  virtual absl::Status OnFresh(const Row& row) = 0;
};

class KeysetPaginator {
 public:
  // All must outlive it; the cursor's keyset position and `exhausted` are
  // written.
  KeysetPaginator(const Dialect& dialect, const Plan& plan, Cursor& cursor,
                  FreshRows& fresh)
      : dialect_(dialect), plan_(plan), cursor_(cursor), fresh_(fresh) {}

  void Begin(const Page& page);
  absl::Status OnRow(const Row& row);
  // To be called when the page is here whole, and all its rows were given.
  absl::Status End();

 private:
  // A row that waits for those that were read before it.
  struct Held {
    Row row;
    uint64_t identity = 0;
  };

  absl::Status OnGroupRow(const Row& row, uint64_t identity);
  absl::Status OnDeepRow(const Row& row, uint64_t identity);
  absl::Status OnLongRow(const Row& row, uint64_t identity);
  absl::Status OnDeepLongRow(const Row& row, uint64_t identity);
  // A row that comes again with the next page, `seen` are all of these.
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
  KeysetPosition at_;       // After the last row taken.
  bool in_group_ = false;   // There is such a row.
  bool is_behind_ = false;  // The page begins after it, and has no row yet.
  RowIdentities expected_;  // Rows that were read and must come again first.
  std::vector<Held> held_;
  bool progressed_ = false;    // On this page.
  int64_t page_rows_ = 0;      // Rows of this page;
  int64_t group_rows_ = 0;     // of them, of the group at its end;
  int64_t boundary_rows_ = 0;  // and of those, equal in every column.
  int64_t max_rows_ = 0;       // Of a page of this stream.
};

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_STREAM_KEYSET_PAGINATOR_H_
