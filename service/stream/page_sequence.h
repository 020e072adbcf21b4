// The pages of a stream. Forwards the beginning, the rows and the end of each
// page to Pager, KeysetPaginator and RowPipeline; nothing else moves the
// position.
//
// Order:   Begin; OnHead if a usable response began; OnRow for each row; then
//          End if the document was complete, Interrupt if the page is to be
//          resumed, or neither if it was left. EndAtPrice instead of all that
//          follow Begin.
// Skip:    rows at a page's beginning that were read before are not delivered
//          again, but must be unchanged. Without offset KeysetPaginator decides
//          which rows these are.
// Errors:  ROWS_CHANGED if they changed; those of KeysetPaginator and
//          RowPipeline.
// Threads: one at a time.
#ifndef BACKLINKS_SERVICE_STREAM_PAGE_SEQUENCE_H_
#define BACKLINKS_SERVICE_STREAM_PAGE_SEQUENCE_H_

#include <cstdint>
#include <optional>

#include "absl/status/status.h"
#include "service/decode/page_decoder.h"
#include "service/model/query.h"
#include "service/plan/pager.h"
#include "service/plan/stream_position.h"
#include "service/stream/keyset_paginator.h"
#include "service/stream/row_pipeline.h"
#include "service/stream/stream_context.h"

namespace backlinks::stream {

class PageSequence final : public decode::RowSink, private plan::LastRow {
 public:
  // All must outlive the sequence.
  PageSequence(const StreamContext& context, plan::StreamPosition& position,
               RowPipeline& pipeline);

  // Begins the next page. Returns false if the stream ends; see end_reason().
  bool Begin();
  // `result_count` is the number of rows of the response, if the upstream
  // reports it. A page from a cache is free.
  void OnHead(std::optional<int64_t> result_count, plan::PageSource source);
  absl::Status OnRow(const Row& row) override;
  void OnRowEnds() override;
  // Ends a complete page that was read with the status `read`. Returns it, or
  // the error of the page's rows as a whole.
  absl::Status End(const absl::Status& read);
  void Interrupt();
  // As Pager. No row of the page was read.
  void Discard() { pager_.Discard(); }
  // The open page is not requested, because its price is not allowed: the
  // stream ends here.
  void EndAtPrice() { pager_.EndAtPrice(); }

  // The open page.
  const Page& page() const { return page_; }
  // Its rows so far, including skipped ones and those after the limit.
  int64_t page_rows() const { return page_rows_; }

  // Whether all requested rows were delivered: further rows are ignored.
  bool LimitReached() const { return pipeline_.Full(); }
  plan::EndReason end_reason() const {
    return LimitReached() ? plan::EndReason::kLimit : pager_.end_reason();
  }
  // As Pager.
  MilliPrice spent() const { return pager_.spent(); }
  MilliPrice repeated() const { return pager_.repeated(); }
  MilliPrice saved() const { return pager_.saved(); }

 private:
  absl::Status Pass(const Row& row);
  absl::Status EndRows();
  absl::Status VerifySkipped(uint64_t digest);
  void Read(const Row& row);
  uint64_t Digest() const override;

  const bool at_keysets_;
  const Plan& plan_;
  plan::StreamPosition& position_;
  RowPipeline& pipeline_;
  plan::Pager pager_;
  KeysetPaginator paginator_;
  Page page_;
  int64_t page_rows_ = 0;
  const Row* last_row_ = nullptr;  // As long as the position needs it.
  uint64_t seen_again_ = 0;        // Digest of the rows skipped so far.
};

}  // namespace backlinks::stream

#endif  // BACKLINKS_SERVICE_STREAM_PAGE_SEQUENCE_H_
