#include "service/stream/batcher.h"

#include <string_view>
#include <utility>

#include "fmt/format.h"
#include "service/common/status/status.h"

namespace backlinks::stream {
namespace {

// For the end of the row that fills a batch, and the token after the rows. Most
// batches then need one allocation.
constexpr size_t kMargin = 4 << 10;

// Leaves no more than the margin unused.
void Fit(std::string& bytes) {
  if (bytes.capacity() <= bytes.size() + kMargin) return;
  std::string fitting;
  fitting.reserve(bytes.size() + kMargin);
  fitting.append(bytes);
  bytes = std::move(fitting);
}

}  // namespace

absl::Status Batcher::Add(const Row& row) {
  if (open_.bytes.empty()) open_.bytes.reserve(max_batch_bytes_ + kMargin);
  const std::string_view bytes = encoder_.Encode(row, deliver_);
  const size_t size = bytes.size();
  if (size > max_row_bytes_) {
    return MakeError(
        Reason::kUpstreamMalformed,
        fmt::format("a row of {} bytes, as it is sent, is above the limit of "
                    "{} bytes (--max_row_bytes)",
                    size, max_row_bytes_),
        {{"row_bytes", fmt::to_string(size)},
         {"limit_bytes", fmt::to_string(max_row_bytes_)}});
  }
  open_.bytes += bytes;
  ++open_.rows;
  total_bytes_ += static_cast<int64_t>(size);
  if (open_.bytes.size() >= max_batch_bytes_) Close();
  return absl::OkStatus();
}

void Batcher::Close() {
  if (open_.rows == 0) return;
  Fit(open_.bytes);
  open_.cursor = position_.Snapshot();
  closed_.push_back(std::exchange(open_, {}));
}

void Batcher::ReleaseMemory() {
  encoder_.ReleaseMemory();
  if (open_.bytes.empty()) {
    std::string().swap(open_.bytes);
  } else {
    Fit(open_.bytes);
  }
}

Batch Batcher::Take() {
  Batch batch = std::move(closed_.front());
  closed_.pop_front();
  return batch;
}

}  // namespace backlinks::stream
