#include "service/stream/batcher.h"

#include <utility>

#include "fmt/format.h"
#include "service/common/status/status.h"
#include "service/encode/row_encoder.h"

namespace backlinks::stream {

absl::Status Batcher::Add(const Row& row) {
  const size_t before = open_.bytes.size();
  encode::AppendRow(row, deliver_, open_.bytes);
  const size_t size = open_.bytes.size() - before;
  if (size > max_row_bytes_) {
    open_.bytes.resize(before);
    return MakeError(
        Reason::kUpstreamMalformed,
        fmt::format("a row of {} bytes, as it is sent, is above the limit of "
                    "{} bytes (--max_row_bytes)",
                    size, max_row_bytes_),
        {{"row_bytes", fmt::to_string(size)},
         {"limit_bytes", fmt::to_string(max_row_bytes_)}});
  }
  ++open_.rows;
  total_bytes_ += static_cast<int64_t>(size);
  if (open_.bytes.size() >= max_batch_bytes_) Close();
  return absl::OkStatus();
}

void Batcher::Close() {
  if (open_.rows == 0) return;
  // The next batch will have about the same size: one allocation instead of
  // many.
  const size_t size = open_.bytes.size();
  open_.cursor = position_.Snapshot();
  closed_.push_back(std::exchange(open_, {}));
  open_.bytes.reserve(size + size / 8);
}

Batch Batcher::Take() {
  Batch batch = std::move(closed_.front());
  closed_.pop_front();
  return batch;
}

}  // namespace backlinks::stream
