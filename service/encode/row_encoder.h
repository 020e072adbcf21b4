// Encodes rows as Refpage wire bytes, without creating protobuf objects.
//
// Holds:   the longest row so far.
// Limits:  none; the batcher enforces them.
// Threads: one at a time.
#ifndef BACKLINKS_SERVICE_ENCODE_ROW_ENCODER_H_
#define BACKLINKS_SERVICE_ENCODE_ROW_ENCODER_H_

#include <cstdint>
#include <memory>
#include <string_view>

#include "service/model/row.h"

namespace backlinks::encode {

class RowEncoder {
 public:
  // Returns one element of StreamRefpagesResponse.refpages: tag, length, row.
  // Only columns in `deliver`, in the order of their numbers, and other columns
  // if the row has them. The bytes are equal to those that the generated class
  // serializes for the same row, and valid until the next call.
  std::string_view Encode(const Row& row, const ColumnSet& deliver);

  // Frees the memory, until the next row.
  void ReleaseMemory();

 private:
  uint8_t* Reserve(size_t size);

  std::unique_ptr<uint8_t[]> buffer_;
  size_t size_ = 0;
};

}  // namespace backlinks::encode

#endif  // BACKLINKS_SERVICE_ENCODE_ROW_ENCODER_H_
