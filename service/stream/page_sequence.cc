#include "service/stream/page_sequence.h"

#include <utility>

#include "service/common/status/status.h"
#include "service/stream/row_digest.h"
#include "service/stream/rows_changed.h"

namespace backlinks::stream {

PageSequence::PageSequence(const StreamContext& context,
                           plan::StreamPosition& position,
                           RowPipeline& pipeline)
    : at_keysets_(context.dialect.page_start() == dialect::PageStart::kKeyset),
      plan_(context.plan),
      position_(position),
      pipeline_(pipeline),
      pager_(context.dialect, context.plan, position),
      paginator_(context.dialect, context.plan, position, pipeline) {}

bool PageSequence::Begin() {
  std::optional<Page> page = pager_.Next();
  if (!page) return false;
  page_ = *std::move(page);
  page_rows_ = 0;
  seen_again_ = 0;
  if (at_keysets_) {
    paginator_.Begin(page_);
  } else if (page_.skip == 0 && !plan_.total_order) {
    // Without a total order only a page as a whole can be recognized.
    position_.CheckFrom(page_.offset);
  }
  return true;
}

void PageSequence::OnHead(std::optional<int64_t> result_count,
                          plan::PageSource source) {
  pager_.OnHead(page_, result_count, source);
}

absl::Status PageSequence::OnRow(const Row& row) {
  ++page_rows_;
  if (LimitReached()) return absl::OkStatus();
  absl::Status passed = Pass(row);
  // The rows that follow are not read.
  if (LimitReached()) OnRowEnds();
  return passed;
}

absl::Status PageSequence::Pass(const Row& row) {
  if (at_keysets_) return paginator_.OnRow(row);
  if (page_rows_ <= page_.skip) {
    return VerifySkipped(DigestRow(row, plan_.select));
  }
  Read(row);
  return pipeline_.OnFresh(row);
}

void PageSequence::OnRowEnds() {
  if (at_keysets_) return paginator_.OnRowEnds();
  position_.EndLastRow();
}

absl::Status PageSequence::VerifySkipped(uint64_t digest) {
  seen_again_ = AppendDigest(seen_again_, digest);
  if (page_rows_ < page_.skip || seen_again_ == position_.check()) {
    return absl::OkStatus();
  }
  return RowsChanged(position_.scanned());
}

void PageSequence::Read(const Row& row) {
  if (plan_.total_order) {
    last_row_ = &row;
    position_.ReadRow(*this);
  } else {
    position_.ReadRow(
        position_.check_from(),
        AppendDigest(position_.check(), DigestRow(row, plan_.select)));
  }
}

uint64_t PageSequence::Digest() const {
  return AppendDigest(0, DigestRow(*last_row_, plan_.select));
}

absl::Status PageSequence::End(const absl::Status& read) {
  absl::Status ended = read.ok() ? EndRows() : read;
  if (ended.ok()) {
    pager_.OnEnd(page_, page_rows_);
  } else {
    pager_.OnFailure(page_, page_rows_);
  }
  return ended;
}

absl::Status PageSequence::EndRows() {
  // Rows after the limit were not processed.
  if (at_keysets_) return LimitReached() ? absl::OkStatus() : paginator_.End();
  if (page_rows_ >= page_.skip) return absl::OkStatus();
  return RowsChanged(page_.offset + page_rows_ + 1);
}

void PageSequence::Interrupt() {
  pager_.OnInterruption(page_, page_rows_);
  position_.Interrupt();
}

}  // namespace backlinks::stream
