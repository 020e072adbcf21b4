// Encodes rows as Refpage wire bytes into a batch, the bytes of a
// StreamRefpagesResponse, without creating protobuf objects.
//
// Limits: none; the batcher enforces them.
// Threads: one at a time.
#ifndef BACKLINKS_SERVICE_ENCODE_ROW_ENCODER_H_
#define BACKLINKS_SERVICE_ENCODE_ROW_ENCODER_H_

#include <string>

#include "service/model/row.h"

namespace backlinks::encode {

// Appends one element of StreamRefpagesResponse.refpages: tag, length, row.
// Writes only columns in `deliver`, in the order of their numbers, and other
// columns if the row has them. The bytes are equal to those that the generated
// class serializes for the same row.
void AppendRow(const Row& row, const ColumnSet& deliver, std::string& batch);

}  // namespace backlinks::encode

#endif  // BACKLINKS_SERVICE_ENCODE_ROW_ENCODER_H_
