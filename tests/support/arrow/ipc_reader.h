// Takes streams of Arrow's IPC format apart as their readers do, by the
// generated classes of their metadata alone.
#ifndef BACKLINKS_TESTS_SUPPORT_ARROW_IPC_READER_H_
#define BACKLINKS_TESTS_SUPPORT_ARROW_IPC_READER_H_

#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "backlinks/v1/backlinks_service.pb.h"
#include "service/common/arrow/ipc_generated.h"

namespace backlinks::testing_arrow {

template <typename T>
T Load(std::string_view bytes, size_t index = 0) {
  T value;
  std::memcpy(&value, bytes.data() + index * sizeof(T), sizeof(T));
  return value;
}

// One message of a stream, which must outlive it.
struct IpcMessage {
  const ipc::Message* metadata = nullptr;
  std::string_view body;

  const ipc::Schema& schema() const { return *metadata->header_as_Schema(); }
  const ipc::RecordBatch& batch() const {
    return *metadata->header_as_RecordBatch();
  }
  std::string_view Buffer(unsigned index) const {
    const ipc::Buffer& buffer = *batch().buffers()->Get(index);
    return body.substr(buffer.offset(), buffer.length());
  }
};

// Takes the first message off the stream; one without metadata is the end.
IpcMessage NextMessage(std::string_view& stream);

// The rows of a batch of columns of the contract. A word that is no LinkType
// is link_type_word.
std::vector<v1::Refpage> RowsOf(const IpcMessage& schema,
                                const IpcMessage& batch);

// The rows of all messages of a call, which are held to what the contract says
// of their schema and their counts.
std::vector<v1::Refpage> RowsOf(
    const std::vector<v1::StreamRefpagesResponse>& messages);

}  // namespace backlinks::testing_arrow

#endif  // BACKLINKS_TESTS_SUPPORT_ARROW_IPC_READER_H_
