// Collects encoded rows into batches. Each batch has the rows of one
// StreamRefpagesResponse, as wire bytes, and the position of the stream when it
// was closed.
//
// Limits: the row that makes a batch reach `max_batch_bytes` closes it, so that
//         it exceeds this by less than one row; a row has at most
//         `max_row_bytes`.
// Errors: UPSTREAM_MALFORMED for a larger row.
// Threads: one at a time.
#ifndef BACKLINKS_SERVICE_STREAM_BATCHER_H_
#define BACKLINKS_SERVICE_STREAM_BATCHER_H_

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "service/encode/batch_encoder.h"
#include "service/model/cursor.h"
#include "service/model/row.h"
#include "service/plan/stream_position.h"

namespace backlinks::stream {

// Maximum of max_batch_bytes.
inline constexpr size_t kMaxBatchBytes = 512 << 10;

struct Batch {
  std::string bytes;
  int64_t rows = 0;
  Cursor cursor;  // Resumes after the last row, or after others since then.
};

class Batcher {
 public:
  // `max_batch_bytes` is 1 to kMaxBatchBytes. `max_row_bytes` applies to a row
  // as it is sent. `position` must outlive the batcher.
  Batcher(size_t max_batch_bytes, size_t max_row_bytes,
          std::unique_ptr<encode::BatchEncoder> encoder,
          const plan::StreamPosition& position)
      : max_batch_bytes_(max_batch_bytes),
        max_row_bytes_(max_row_bytes),
        encoder_(std::move(encoder)),
        position_(position) {}

  // Adds a row, which the position is after.
  absl::Status Add(const Row& row);

  // Closes the open batch even if it is not full. Does nothing if it is empty.
  void Close();

  // Changes the limit from the next row on.
  void SetMaxBatchBytes(size_t bytes) { max_batch_bytes_ = bytes; }

  // Whether a closed batch is ready. Take returns the oldest one.
  bool ready() const { return !closed_.empty(); }
  Batch Take();

  // Whether no row is pending, in open and closed batches.
  bool empty() const { return closed_.empty() && open_rows_ == 0; }

  // Wire bytes of the open batch.
  size_t open_bytes() const { return encoder_->batch_bytes(); }

  // Frees the memory that the open batch reserves, until the next row.
  void ReleaseMemory() { encoder_->ReleaseMemory(); }

  // Total wire bytes of all rows so far.
  int64_t total_bytes() const { return total_bytes_; }

 private:
  size_t max_batch_bytes_;
  size_t max_row_bytes_;
  const std::unique_ptr<encode::BatchEncoder> encoder_;
  const plan::StreamPosition& position_;
  int64_t open_rows_ = 0;  // In the batch of the encoder.
  std::deque<Batch> closed_;
  int64_t total_bytes_ = 0;
};

}  // namespace backlinks::stream

#endif  // BACKLINKS_SERVICE_STREAM_BATCHER_H_
