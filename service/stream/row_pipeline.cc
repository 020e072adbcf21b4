#include "service/stream/row_pipeline.h"

#include "service/stream/row_digest.h"
#include "service/stream/rows_changed.h"

namespace backlinks {
void RowPipeline::Begin(const Page& page) {
  page_ = page;
  page_rows_ = 0;
  seen_again_ = 0;
  if (at_keysets_) return paginator_.Begin(page);
  if (page.skip > 0 || plan_.total_order) return;
  // Without a total order only a page as a whole can be recognized.
  cursor_.check_from = page.offset;
  cursor_.check = 0;
}

absl::Status RowPipeline::OnRow(const Row& row) {
  ++page_rows_;
  if (LimitReached()) return absl::OkStatus();
  if (at_keysets_) return paginator_.OnRow(row);
  const uint64_t digest = DigestRow(row, plan_.select);
  if (page_rows_ <= page_.skip) return VerifySkipped(digest);
  Count(digest);
  return Deliver(row);
}

absl::Status RowPipeline::Deliver(const Row& row) {
  if (!Passes(row)) {
    sender_.Advance(cursor_);
    return absl::OkStatus();
  }
  ++cursor_.sent;
  return sender_.Add(row, cursor_);
}

bool RowPipeline::Passes(const Row& row) {
  if (residual_ == nullptr) return true;
  const bool passes = residual_->Holds(row);
  ++residual_count_.tested;
  if (passes) ++residual_count_.passed;
  return passes;
}

absl::Status RowPipeline::VerifySkipped(uint64_t digest) {
  seen_again_ = AppendDigest(seen_again_, digest);
  if (page_rows_ < page_.skip || seen_again_ == cursor_.check) {
    return absl::OkStatus();
  }
  return RowsChanged(cursor_.scanned);
}

void RowPipeline::Count(uint64_t digest) {
  if (plan_.total_order) {
    cursor_.check_from = cursor_.scanned;
    cursor_.check = 0;
  }
  cursor_.check = AppendDigest(cursor_.check, digest);
  ++cursor_.scanned;
}

absl::Status RowPipeline::End() {
  // Rows after the limit were not processed.
  if (at_keysets_) return LimitReached() ? absl::OkStatus() : paginator_.End();
  if (page_rows_ >= page_.skip) return absl::OkStatus();
  return RowsChanged(page_.offset + page_rows_ + 1);
}

bool RowPipeline::LimitReached() const {
  return (plan_.row_limit && cursor_.sent >= *plan_.row_limit) ||
         (max_bytes_ > 0 && sender_.total_bytes() >= max_bytes_);
}

}  // namespace backlinks
