// Encodes a batch as `arrow_record_batch`: the rows as columns, in the memory
// layout of Apache Arrow.
//
// Cells:  of the types that arrow_column.h makes; an absent cell is null.
#ifndef BACKLINKS_SERVICE_ENCODE_ARROW_BATCH_ENCODER_H_
#define BACKLINKS_SERVICE_ENCODE_ARROW_BATCH_ENCODER_H_

#include <string>
#include <vector>

#include "service/common/arrow/arrow_array.h"
#include "service/common/column/column.h"
#include "service/encode/batch_encoder.h"

namespace backlinks::encode {

class ArrowBatchEncoder final : public BatchEncoder {
 public:
  // Columns that are not in `deliver` are null.
  ArrowBatchEncoder(std::vector<const Column*> columns,
                    const ColumnSet& deliver);

  size_t Measure(const Row& row) override;
  void AddMeasured(const Row& row) override;
  size_t batch_bytes() const override { return batch_bytes_; }
  std::string TakeBatch() override;
  void ReleaseMemory() override;

 private:
  const std::vector<const Column*> columns_;
  const ColumnSet deliver_;
  size_t fixed_bytes_ = 0;  // Of every row.
  size_t measured_ = 0;
  size_t batch_bytes_ = 0;
  std::vector<arrow::ArrowArray> arrays_;  // One per column.
};

}  // namespace backlinks::encode

#endif  // BACKLINKS_SERVICE_ENCODE_ARROW_BATCH_ENCODER_H_
