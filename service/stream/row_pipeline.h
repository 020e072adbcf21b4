// Processes the rows of a page: tests each against the residual filter, passes
// matching rows to the sender, and advances the cursor.
//
// Skip:    rows at a page's beginning that were read before are not delivered
//          again, but must be unchanged. Without offset KeysetPaginator decides
//          which rows these are.
// Errors:  ROWS_CHANGED if they changed; those of KeysetPaginator and the
//          sender.
// Threads: one at a time.
#ifndef BACKLINKS_SERVICE_STREAM_ROW_PIPELINE_H_
#define BACKLINKS_SERVICE_STREAM_ROW_PIPELINE_H_

#include <cstdint>

#include "absl/status/status.h"
#include "service/decode/page_decoder.h"
#include "service/evaluate/row_filter.h"
#include "service/model/cursor.h"
#include "service/model/query.h"
#include "service/stream/keyset_paginator.h"
#include "service/stream/response_sender.h"

namespace backlinks {

// Rows tested by the residual filter so far, and those of them that passed.
struct ResidualCount {
  int64_t tested = 0;
  int64_t passed = 0;
};

class RowPipeline final : public RowSink, private FreshRows {
 public:
  // All must outlive the pipeline. `residual` is null if every row passes. If
  // `max_bytes` is above 0, no more rows are taken once they reach this size.
  RowPipeline(const Dialect& dialect, const Plan& plan,
              const RowFilter* residual, int64_t max_bytes, Cursor& cursor,
              ResponseSender& sender)
      : at_keysets_(dialect.page_start() == PageStart::kKeyset),
        paginator_(dialect, plan, cursor, *this),
        plan_(plan),
        residual_(residual),
        max_bytes_(max_bytes),
        cursor_(cursor),
        sender_(sender) {}

  void Begin(const Page& page);
  absl::Status OnRow(const Row& row) override;
  // Must be called when the page is complete.
  absl::Status End();

  // Whether all requested rows were delivered: further rows are ignored.
  bool LimitReached() const;

  // Rows of this page so far, including skipped ones and those after the limit.
  int64_t page_rows() const { return page_rows_; }

  // The sum over all pages.
  const ResidualCount& residual_count() const { return residual_count_; }

 private:
  bool Full() const override { return LimitReached(); }
  absl::Status OnFresh(const Row& row) override { return Deliver(row); }
  absl::Status Deliver(const Row& row);
  bool Passes(const Row& row);
  absl::Status VerifySkipped(uint64_t digest);
  void Count(uint64_t digest);

  const bool at_keysets_;
  KeysetPaginator paginator_;
  const Plan& plan_;
  const RowFilter* residual_;
  const int64_t max_bytes_;
  Cursor& cursor_;
  ResponseSender& sender_;
  Page page_;
  int64_t page_rows_ = 0;
  ResidualCount residual_count_;
  uint64_t seen_again_ = 0;  // Digest of the rows skipped so far.
};

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_STREAM_ROW_PIPELINE_H_
