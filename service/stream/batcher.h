// Collects encoded rows into batches: each is the `refpages` part of one
// StreamRefpagesResponse, as wire bytes, with the place after its last row.
//
// Limits: a batch is closed by the row that makes it reach `max_batch_bytes`,
//         so it exceeds that by less than one row, and a row has at most
//         `max_row_bytes`.
// Errors: UPSTREAM_MALFORMED for a larger row.
// Threads: one at a time.
#ifndef BACKLINKS_SERVICE_STREAM_BATCHER_H_
#define BACKLINKS_SERVICE_STREAM_BATCHER_H_

#include <cstdint>
#include <deque>
#include <string>

#include "absl/status/status.h"
#include "service/model/cursor.h"
#include "service/model/row.h"

namespace backlinks {

inline constexpr size_t kMaxBatchBytes = 512 << 10;  // Of max_batch_bytes.

struct Batch {
  std::string bytes;
  int64_t rows = 0;
  Cursor cursor;  // Resumes after the last row.
};

class Batcher {
 public:
  // `max_batch_bytes` is 1 to kMaxBatchBytes; `max_row_bytes` counts a row as
  // it is sent.
  Batcher(size_t max_batch_bytes, size_t max_row_bytes, ColumnSet deliver)
      : max_batch_bytes_(max_batch_bytes),
        max_row_bytes_(max_row_bytes),
        deliver_(deliver) {}

  // `cursor` is after the row.
  absl::Status Add(const Row& row, const Cursor& cursor);

  // Rows that were added to no batch lie after the last one that was.
  void Advance(const Cursor& cursor) { open_.cursor = cursor; }

  // Closes the open batch although it is not full; nothing if it is empty.
  void Close();

  // Whether a closed batch waits to be taken, and the oldest of them.
  bool ready() const { return !closed_.empty(); }
  Batch Take();

  // Whether no row waits to be taken.
  bool empty() const { return closed_.empty() && open_.rows == 0; }

  // After everything that was added.
  const Cursor& newest() const { return open_.cursor; }

  // Wire bytes of all rows so far.
  int64_t total_bytes() const { return total_bytes_; }

 private:
  size_t max_batch_bytes_;
  size_t max_row_bytes_;
  ColumnSet deliver_;
  Batch open_;
  std::deque<Batch> closed_;
  int64_t total_bytes_ = 0;
};

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_STREAM_BATCHER_H_
