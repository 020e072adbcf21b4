// Encodes the rows of one message after the other, in a response format.
//
// Limits:  none; the batcher enforces them.
// Threads: one at a time.
#ifndef BACKLINKS_SERVICE_ENCODE_BATCH_ENCODER_H_
#define BACKLINKS_SERVICE_ENCODE_BATCH_ENCODER_H_

#include <cstddef>
#include <memory>
#include <string>

#include "service/model/query.h"
#include "service/model/row.h"

namespace backlinks::encode {

// The space that TakeBatch leaves after its bytes, for the token and the
// progress. Most messages then need one allocation.
inline constexpr size_t kBatchMargin = 4 << 10;

class BatchEncoder {
 public:
  virtual ~BatchEncoder() = default;

  // Returns about how many bytes of a message the row takes.
  virtual size_t Measure(const Row& row) = 0;
  // Adds the row that was measured last to the batch.
  virtual void AddMeasured(const Row& row) = 0;

  // The sum of the rows of the batch, as measured.
  virtual size_t batch_bytes() const = 0;

  // Ends the batch: returns its rows as fields of StreamRefpagesResponse, as
  // wire bytes. There must be at least one row.
  virtual std::string TakeBatch() = 0;

  // Frees the memory that holds no row.
  virtual void ReleaseMemory() = 0;
};

// Returns an encoder for the response format of the plan.
std::unique_ptr<BatchEncoder> MakeBatchEncoder(const Plan& plan);

}  // namespace backlinks::encode

#endif  // BACKLINKS_SERVICE_ENCODE_BATCH_ENCODER_H_
