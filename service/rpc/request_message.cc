#include "service/rpc/request_message.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "fmt/format.h"
#include "grpc/compression.h"
#include "grpc/grpc.h"
#include "grpcpp/support/proto_buffer_reader.h"
#include "grpcpp/support/slice.h"
#include "service/common/status/status.h"
#include "service/exchange/inflater.h"
#include "service/rpc/raw_message.h"

namespace backlinks::rpc {
namespace {

constexpr size_t kWindowBytes = 8 << 10;

// The way of gRPC's interface to the compression flag of a message.
class MessageInspector : private grpc::ProtoBufferReader {
 public:
  explicit MessageInspector(grpc::ByteBuffer& message)
      : grpc::ProtoBufferReader(&message) {}

  bool IsCompressed() {
    return status().ok() &&
           reader()->buffer_in->data.raw.compression != GRPC_COMPRESS_NONE;
  }
};

absl::Status TooLarge(std::string_view what, size_t max_bytes) {
  return MakeError(
      Reason::kRequestTooLarge,
      fmt::format("the request is larger than {} bytes{}", max_bytes, what),
      {{"max_request_bytes", fmt::to_string(max_bytes)}});
}

absl::Status Damaged() {
  return MakeInvalid(Reason::kInvalidQuery,
                     {{"", "the compressed request is damaged or incomplete"}});
}

// Appends what the inflater has of the bytes that it was fed.
absl::Status Append(exchange::Inflater& inflater, size_t max_bytes,
                    std::string& inflated) {
  while (true) {
    const absl::StatusOr<std::string_view> window = inflater.Next();
    if (!window.ok()) return Damaged();
    if (window->empty()) return absl::OkStatus();
    if (inflated.size() + window->size() > max_bytes) {
      return TooLarge(" when inflated", max_bytes);
    }
    inflated += *window;
  }
}

absl::StatusOr<std::string> Inflate(const std::vector<grpc::Slice>& slices,
                                    size_t max_bytes) {
  exchange::Inflater inflater(kWindowBytes);
  std::string inflated;
  for (const grpc::Slice& slice : slices) {
    inflater.Feed({reinterpret_cast<const char*>(slice.begin()), slice.size()});
    BACKLINKS_RETURN_IF_ERROR(Append(inflater, max_bytes, inflated));
  }
  if (!inflater.finished()) return Damaged();
  return inflated;
}

}  // namespace

absl::Status RequestTooLarge(size_t max_bytes) {
  return TooLarge("", max_bytes);
}

absl::StatusOr<grpc::ByteBuffer> DecodeRequest(const grpc::ByteBuffer& message,
                                               size_t max_bytes) {
  if (message.Length() > max_bytes) return RequestTooLarge(max_bytes);
  grpc::ByteBuffer copy = message;  // Shares the bytes.
  if (!MessageInspector(copy).IsCompressed()) return message;
  std::vector<grpc::Slice> slices;
  if (!message.Dump(&slices).ok()) return Damaged();
  absl::StatusOr<std::string> inflated = Inflate(slices, max_bytes);
  if (!inflated.ok()) return inflated.status();
  const grpc::Slice slice = MakeSlice(*std::move(inflated));
  return grpc::ByteBuffer(&slice, 1);
}

}  // namespace backlinks::rpc
