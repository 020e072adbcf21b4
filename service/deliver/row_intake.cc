#include "service/deliver/row_intake.h"

#include "service/deliver/row_digest.h"
#include "service/deliver/rows_changed.h"

namespace backlinks {
void RowIntake::Begin(const Page& page) {
  page_ = page;
  page_rows_ = 0;
  seen_again_ = 0;
  if (at_seams_) return walk_.Begin(page);
  if (page.skip > 0 || plan_.total_order) return;
  // Without a total order a page can only be known again as a whole.
  cursor_.check_from = page.offset;
  cursor_.check = 0;
}

absl::Status RowIntake::OnRow(const Row& row) {
  ++page_rows_;
  if (LimitReached()) return absl::OkStatus();
  if (at_seams_) return walk_.OnRow(row);
  const uint64_t digest = DigestRow(row, plan_.select);
  if (page_rows_ <= page_.skip) return Recheck(digest);
  Count(digest);
  return HandOn(row);
}

absl::Status RowIntake::HandOn(const Row& row) {
  if (!Passes(row)) {
    outbox_.Advance(cursor_);
    return absl::OkStatus();
  }
  ++cursor_.sent;
  return outbox_.Add(row, cursor_);
}

bool RowIntake::Passes(const Row& row) {
  if (residual_ == nullptr) return true;
  const bool passes = residual_->Holds(row);
  ++residual_count_.tested;
  if (passes) ++residual_count_.passed;
  return passes;
}

absl::Status RowIntake::Recheck(uint64_t digest) {
  seen_again_ = AppendDigest(seen_again_, digest);
  if (page_rows_ < page_.skip || seen_again_ == cursor_.check) {
    return absl::OkStatus();
  }
  return RowsChanged(cursor_.scanned);
}

void RowIntake::Count(uint64_t digest) {
  if (plan_.total_order) {
    cursor_.check_from = cursor_.scanned;
    cursor_.check = 0;
  }
  cursor_.check = AppendDigest(cursor_.check, digest);
  ++cursor_.scanned;
}

absl::Status RowIntake::End() {
  // Rows after the limit were not looked at.
  if (at_seams_) return LimitReached() ? absl::OkStatus() : walk_.End();
  if (page_rows_ >= page_.skip) return absl::OkStatus();
  return RowsChanged(page_.offset + page_rows_ + 1);
}

bool RowIntake::LimitReached() const {
  return (plan_.row_limit && cursor_.sent >= *plan_.row_limit) ||
         (max_bytes_ > 0 && outbox_.total_bytes() >= max_bytes_);
}

}  // namespace backlinks
