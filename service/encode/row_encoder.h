// Writes rows as Refpage wire bytes into a batch: the bytes of a
// StreamRefpagesResponse, without a protobuf object in between.
//
// Limits: none here; the batcher has them.
// Threads: one at a time.
#ifndef BACKLINKS_SERVICE_ENCODE_ROW_ENCODER_H_
#define BACKLINKS_SERVICE_ENCODE_ROW_ENCODER_H_

#include <string>

#include "service/model/row.h"

namespace backlinks {

// Appends one element of StreamRefpagesResponse.refpages: tag, length, row.
// Only columns in `deliver` are written, in the order of their numbers;
// other columns if the row has them. Equal to what the generated class
// serializes for the same row.
void AppendRow(const Row& row, const ColumnSet& deliver, std::string& batch);

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_ENCODE_ROW_ENCODER_H_
