#include "service/stream/batcher.h"

#include "fmt/format.h"
#include "service/common/status/status.h"

namespace backlinks::stream {

absl::Status Batcher::Add(const Row& row) {
  const size_t size = encoder_->Measure(row);
  if (size > max_row_bytes_) {
    return MakeError(
        Reason::kUpstreamMalformed,
        fmt::format("a row of {} bytes, as it is sent, is above the limit of "
                    "{} bytes (--max_row_bytes)",
                    size, max_row_bytes_),
        {{"row_bytes", fmt::to_string(size)},
         {"limit_bytes", fmt::to_string(max_row_bytes_)}});
  }
  encoder_->AddMeasured(row);
  ++open_rows_;
  total_bytes_ += static_cast<int64_t>(size);
  if (open_bytes() >= max_batch_bytes_) Close();
  return absl::OkStatus();
}

void Batcher::Close() {
  if (open_rows_ == 0) return;
  closed_.push_back({.bytes = encoder_->TakeBatch(),
                     .rows = std::exchange(open_rows_, 0),
                     .cursor = position_.Snapshot()});
}

Batch Batcher::Take() {
  Batch batch = std::move(closed_.front());
  closed_.pop_front();
  return batch;
}

}  // namespace backlinks::stream
