// Paginates an upstream without offset: decides which rows of a page are new,
// where the next page begins, and which page is the last.
// model/keyset_position.h describes how pages follow one another.
//
// Rows:    rows of the group at a page's beginning that were read before are
//          dropped. Other rows of the group are pending until all of those have
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
//          or too long to begin a page at, or if more than kMaxPendingBytes of
//          rows that cannot be ordered in full are pending; the errors of
//          `fresh`.
// Limits:  8 KiB of keys for a row at which a page begins; 10,000 different
//          rows that are sent again; kMaxPendingBytes of pending rows. If the
//          pending rows of a group exceed these, the rest of the page is
//          ignored, and the next page is in the full order, as for a group that
//          is larger than a page: it needs no pending rows.
// Cost:    a row copies its own keys at most, and no other row's. One that is
//          alone in its group is only compared with the row before.
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
#include "service/model/keyset_position.h"
#include "service/model/query.h"
#include "service/model/row.h"
#include "service/plan/stream_position.h"

namespace backlinks::stream {

// Receives the new rows.
class FreshRows {
 public:
  virtual ~FreshRows() = default;
  // Whether no more rows are wanted.
  virtual bool Full() const = 0;
  // Receives one row, which the position is after.
  virtual absl::Status OnFresh(const Row& row) = 0;
};

// Twice the default of --max_row_bytes. One row may be pending whatever its
// size.
inline constexpr size_t kMaxPendingBytes = size_t{4} << 20;

class KeysetPaginator final : private plan::FirstOfGroup {
 public:
  // All must outlive the paginator. It moves the position, and ends the stream.
  KeysetPaginator(const dialect::Dialect& dialect, const Plan& plan,
                  plan::StreamPosition& position, FreshRows& fresh)
      : dialect_(dialect), plan_(plan), position_(position), fresh_(fresh) {}

  void Begin(const Page& page);
  // The row must be valid until the call for the next one, or OnRowEnds,
  // returns.
  absl::Status OnRow(const Row& row);
  void OnRowEnds();
  // Must be called when the page is complete and all its rows were passed.
  absl::Status End();

 private:
  // A row that waits for the rows read before it.
  struct PendingRow {
    Row row;
    uint64_t digest = 0;
  };

  // Whether the row begins a group after one that has only the last row, as
  // most do.
  bool BeginsNextGroup(const Row& row) const;
  absl::Status BeginGroup(const Row& row);
  std::vector<KeyValue> Keys() const override;
  uint64_t Digest() const override;
  const KeysetPosition& At() const { return *position_.keyset_position(); }
  bool IsInFullOrder() const;
  // The rows read so far that are equal in the order of the page.
  int64_t EqualRows() const;
  absl::Status OnFullOrderRow(const Row& row, uint64_t digest);
  absl::Status OnLongRow(const Row& row, uint64_t digest);
  absl::Status OnFullOrderLongRow(const Row& row, uint64_t digest);
  absl::Status OnRepeatable(const Row& row, uint64_t digest,
                            plan::RepeatedRows rows);
  absl::Status Postpone(const Row& row, uint64_t digest,
                        plan::RepeatedRows rows);
  absl::Status Accept(const Row& row, uint64_t digest, plan::RepeatedRows rows);
  absl::Status AcceptPending(plan::RepeatedRows rows);
  absl::Status CheckTies();
  absl::Status CloseGroup() const;
  absl::Status CloseLastGroup();
  absl::Status EndAfterLongRows();
  absl::Status TooMany() const;
  bool IsLastPage() const;
  bool IsTruncated() const;
  void DivideGroup();

  const dialect::Dialect& dialect_;
  const Plan& plan_;
  plan::StreamPosition& position_;
  FreshRows& fresh_;

  Page page_;
  // The last row, if it is valid and the only one of its group so far, which
  // is not in the full order.
  const Row* first_of_group_ = nullptr;
  bool in_group_ = false;    // The position is after a row with its keys.
  bool is_after_ = false;    // The page begins after it, and has no row yet.
  bool is_ignored_ = false;  // The rest of the page.
  RowIdentities expected_;   // Rows read before that must be received first.
  std::vector<PendingRow> pending_;
  size_t pending_bytes_ = 0;
  bool progressed_ = false;    // A new row arrived on this page.
  int64_t page_rows_ = 0;      // Rows of this page.
  int64_t group_rows_ = 0;     // The ones of the group at its end.
  int64_t boundary_rows_ = 0;  // The ones that are equal in every column.
  int64_t max_rows_ = 0;       // Rows of the longest page of this stream.
};

}  // namespace backlinks::stream

#endif  // BACKLINKS_SERVICE_STREAM_KEYSET_PAGINATOR_H_
