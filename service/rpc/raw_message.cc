#include "service/rpc/raw_message.h"

#include <utility>
#include <vector>

#include "fmt/format.h"
#include "grpcpp/impl/codegen/proto_utils.h"
#include "service/common/status/status.h"

namespace backlinks::rpc {
namespace {

using MessageTraits = grpc::SerializationTraits<google::protobuf::Message>;

}  // namespace

absl::Status ParseMessage(const grpc::ByteBuffer& bytes,
                          google::protobuf::Message& message) {
  // Parsing consumes the buffer.
  grpc::ByteBuffer copy = bytes;
  if (MessageTraits::Deserialize(&copy, &message).ok()) return absl::OkStatus();
  return MakeInvalid(
      Reason::kInvalidQuery,
      {{"", fmt::format("the request is not a {}, holds a string that is not "
                        "UTF-8, or is nested deeper than 100 messages",
                        message.GetDescriptor()->full_name())}});
}

grpc::ByteBuffer SerializeMessage(const google::protobuf::Message& message) {
  grpc::ByteBuffer bytes;
  bool own = false;
  MessageTraits::Serialize(message, &bytes, &own);
  return bytes;
}

std::string BytesOf(const grpc::ByteBuffer& bytes) {
  std::vector<grpc::Slice> slices;
  if (!bytes.Dump(&slices).ok()) return "";
  std::string joined;
  joined.reserve(bytes.Length());
  for (const grpc::Slice& slice : slices) {
    joined.append(reinterpret_cast<const char*>(slice.begin()), slice.size());
  }
  return joined;
}

grpc::Slice MakeSlice(std::string&& bytes) {
  auto* const owned = new std::string(std::move(bytes));
  return {owned->data(), owned->size(),
          [](void* owner) { delete static_cast<std::string*>(owner); }, owned};
}

}  // namespace backlinks::rpc
