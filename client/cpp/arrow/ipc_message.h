// Builds the messages of a stream in Apache Arrow's IPC format: a schema,
// record batches, and an end.
//
// In:      fields and arrays.  Out: bytes, each message a multiple of 8.
// Source:  https://arrow.apache.org/docs/format/Columnar.html, "IPC Streaming
//          Format", metadata version V5.
// Threads: stateless.
#ifndef BACKLINKS_CLIENT_CPP_ARROW_IPC_MESSAGE_H_
#define BACKLINKS_CLIENT_CPP_ARROW_IPC_MESSAGE_H_

#include <string>
#include <vector>

#include "client/cpp/arrow/arrow_array.h"

namespace backlinks::arrow {

struct ArrowField {
  std::string name;
  ArrowType type = ArrowType::kUtf8;
};

// Every field is nullable.
std::string SchemaMessage(const std::vector<ArrowField>& fields);

// `arrays` are in the order of the fields, all of the same size.
void AppendRecordBatch(const std::vector<ArrowArray>& arrays, std::string& out);

std::string EndOfStream();

// Returns the beginning of a message, at which readers fail. Must be written
// instead of EndOfStream if rows are missing: a stream without its end mark is
// valid, so that readers would take it for a complete one.
std::string TruncatedMessage();

}  // namespace backlinks::arrow

#endif  // BACKLINKS_CLIENT_CPP_ARROW_IPC_MESSAGE_H_
