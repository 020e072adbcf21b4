#include "service/encode/row_batch_encoder.h"

#include <utility>

namespace backlinks::encode {
namespace {

// Leaves no more than the margin unused.
void Fit(std::string& bytes) {
  if (bytes.capacity() <= bytes.size() + kBatchMargin) return;
  std::string fitting;
  fitting.reserve(bytes.size() + kBatchMargin);
  fitting.append(bytes);
  bytes = std::move(fitting);
}

}  // namespace

size_t RowBatchEncoder::Measure(const Row& row) {
  measured_ = encoder_.Encode(row, deliver_);
  return measured_.size();
}

void RowBatchEncoder::AddMeasured(const Row& /*row*/) {
  if (bytes_.empty()) bytes_.reserve(expected_bytes_ + kBatchMargin);
  bytes_ += measured_;
}

std::string RowBatchEncoder::TakeBatch() {
  expected_bytes_ = bytes_.size();
  Fit(bytes_);
  return std::exchange(bytes_, {});
}

void RowBatchEncoder::ReleaseMemory() {
  encoder_.ReleaseMemory();
  measured_ = {};
  if (bytes_.empty()) {
    std::string().swap(bytes_);
  } else {
    Fit(bytes_);
  }
}

}  // namespace backlinks::encode
