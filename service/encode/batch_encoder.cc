#include "service/encode/batch_encoder.h"

#include "service/encode/arrow_batch_encoder.h"
#include "service/encode/row_batch_encoder.h"

namespace backlinks::encode {

std::unique_ptr<BatchEncoder> MakeBatchEncoder(const Plan& plan) {
  if (plan.arrow_columns.empty()) {
    return std::make_unique<RowBatchEncoder>(plan.deliver);
  }
  return std::make_unique<ArrowBatchEncoder>(plan.arrow_columns, plan.deliver);
}

}  // namespace backlinks::encode
