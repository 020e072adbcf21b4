// Builds the messages of a stream in Apache Arrow's IPC format: a schema,
// record batches, and an end.
//
// In:      fields and arrays.  Out: bytes, each message a multiple of 8.
// Source:  https://arrow.apache.org/docs/format/Columnar.html, "IPC Streaming
//          Format", metadata version V5.
// Threads: stateless.
#ifndef BACKLINKS_SERVICE_COMMON_ARROW_IPC_MESSAGE_H_
#define BACKLINKS_SERVICE_COMMON_ARROW_IPC_MESSAGE_H_

#include <cstddef>
#include <string>
#include <vector>

#include "service/common/arrow/arrow_array.h"

namespace backlinks::arrow {

struct ArrowField {
  std::string name;
  ArrowType type = ArrowType::kUtf8;
};

// Every field is nullable.
std::string SchemaMessage(const std::vector<ArrowField>& fields);

// One message of rows, whose size is known before it is written.
class RecordBatch {
 public:
  // `arrays` are in the order of the fields, all of the same size. They must
  // not change as long as this is used.
  explicit RecordBatch(const std::vector<ArrowArray>& arrays);

  size_t size() const { return head_.size() + body_size_; }
  void AppendTo(std::string& out) const;

 private:
  const std::vector<ArrowArray>& arrays_;
  size_t body_size_ = 0;
  std::string head_;
};

std::string EndOfStream();

// Returns the beginning of a message, at which readers fail. Must be written
// instead of EndOfStream if rows are missing: a stream without its end mark is
// valid, so that readers would take it for a complete one.
std::string TruncatedMessage();

}  // namespace backlinks::arrow

#endif  // BACKLINKS_SERVICE_COMMON_ARROW_IPC_MESSAGE_H_
