#include "service/encode/batch_encoder.h"

#include "service/encode/arrow_batch_encoder.h"
#include "service/encode/row_batch_encoder.h"

namespace backlinks::encode {

std::unique_ptr<BatchEncoder> MakeBatchEncoder(const Plan& plan,
                                               size_t batch_bytes) {
  if (plan.arrow_columns.empty()) {
    return std::make_unique<RowBatchEncoder>(plan.deliver, batch_bytes);
  }
  return std::make_unique<ArrowBatchEncoder>(plan.arrow_columns, plan.deliver);
}

}  // namespace backlinks::encode
