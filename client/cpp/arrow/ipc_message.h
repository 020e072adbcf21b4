// The messages that a stream of Apache Arrow's IPC format is made of: a
// schema, record batches, and an end.
//
// In:      fields and arrays; out: bytes, each message a multiple of 8.
// Source:  https://arrow.apache.org/docs/format/Columnar.html, "IPC Streaming
//          Format", metadata version V5.
// Threads: functions of their arguments.
#ifndef BACKLINKS_CLIENT_CPP_ARROW_IPC_MESSAGE_H_
#define BACKLINKS_CLIENT_CPP_ARROW_IPC_MESSAGE_H_

#include <string>
#include <vector>

#include "client/cpp/arrow/arrow_array.h"

namespace backlinks {

struct ArrowField {
  std::string name;
  ArrowType type = ArrowType::kUtf8;
};

// Every field may be null.
std::string SchemaMessage(const std::vector<ArrowField>& fields);

// `arrays` in the order of the fields, all of one size.
std::string RecordBatchMessage(const std::vector<ArrowArray>& arrays);

std::string EndOfStream();

// Returns the beginning of a message, at which readers fail. To be written in
// place of EndOfStream if rows are missing: a stream that only lacks its end
// mark is valid, so that readers would take it for a complete one.
std::string TruncatedMessage();

}  // namespace backlinks

#endif  // BACKLINKS_CLIENT_CPP_ARROW_IPC_MESSAGE_H_
