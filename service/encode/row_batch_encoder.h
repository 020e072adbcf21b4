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
  RowBatchEncoder(const ColumnSet& deliver, size_t batch_bytes)
      : deliver_(deliver), expected_bytes_(batch_bytes) {}

  // Exact.
  size_t Measure(const Row& row) override;
  void AddMeasured(const Row& row) override;
  size_t batch_bytes() const override { return bytes_.size(); }
  std::string TakeBatch() override;
  void ReleaseMemory() override;

 private:
  const ColumnSet deliver_;
  const size_t expected_bytes_;
  RowEncoder encoder_;
  std::string_view measured_;  // The row, in the encoder.
  std::string bytes_;
};

}  // namespace backlinks::encode

#endif  // BACKLINKS_SERVICE_ENCODE_ROW_BATCH_ENCODER_H_
