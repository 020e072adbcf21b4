#include "service/stream/row_pipeline.h"

namespace backlinks::stream {

absl::Status RowPipeline::OnFresh(const Row& row) {
  if (!Passes(row)) return absl::OkStatus();
  position_.DeliverRow();
  return sender_.Add(row);
}

bool RowPipeline::Passes(const Row& row) {
  if (residual_ == nullptr) return true;
  const bool passes = residual_->Holds(row);
  ++residual_count_.tested;
  if (passes) ++residual_count_.passed;
  return passes;
}

bool RowPipeline::Full() const {
  return (plan_.row_limit && position_.sent() >= *plan_.row_limit) ||
         (max_bytes_ > 0 && sender_.total_bytes() >= max_bytes_);
}

}  // namespace backlinks::stream
