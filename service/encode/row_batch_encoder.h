// Encodes a batch as `refpages`: one Refpage a row.
#ifndef BACKLINKS_SERVICE_ENCODE_ROW_BATCH_ENCODER_H_
#define BACKLINKS_SERVICE_ENCODE_ROW_BATCH_ENCODER_H_

#include <string>
#include <string_view>

#include "service/encode/batch_encoder.h"
#include "service/encode/row_encoder.h"

namespace backlinks::encode {

class RowBatchEncoder final : public BatchEncoder {
 public:
  explicit RowBatchEncoder(const ColumnSet& deliver) : deliver_(deliver) {}

  // Exact.
  size_t Measure(const Row& row) override;
  void AddMeasured(const Row& row) override;
  size_t batch_bytes() const override { return bytes_.size(); }
  std::string TakeBatch() override;
  void ReleaseMemory() override;

 private:
  const ColumnSet deliver_;
  size_t expected_bytes_ = 8 << 10;  // The size of the batch before.
  RowEncoder encoder_;
  std::string_view measured_;  // The row, in the encoder.
  std::string bytes_;
};

}  // namespace backlinks::encode

#endif  // BACKLINKS_SERVICE_ENCODE_ROW_BATCH_ENCODER_H_
