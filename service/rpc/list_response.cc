#include "service/rpc/list_response.h"

#include <cstdint>
#include <string_view>
#include <utility>

#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/wire_format_lite.h"
#include "service/rpc/raw_message.h"

namespace backlinks::rpc {
namespace {

using google::protobuf::io::CodedInputStream;
using Wire = google::protobuf::internal::WireFormatLite;

// Both messages have their rows in the same field, so that the bytes of a row
// are the same in both.
constexpr int kRowsField = v1::StreamRefpagesResponse::kRefpagesFieldNumber;
static_assert(kRowsField == v1::ListRefpagesResponse::kRefpagesFieldNumber);

// Returns the size of the rows with which the message begins.
size_t RowsSize(std::string_view message) {
  constexpr uint32_t kRowsTag =
      Wire::MakeTag(kRowsField, Wire::WIRETYPE_LENGTH_DELIMITED);
  CodedInputStream stream(reinterpret_cast<const uint8_t*>(message.data()),
                          static_cast<int>(message.size()));
  size_t size = 0;
  while (stream.ReadTag() == kRowsTag) {
    int row_size = 0;
    if (!stream.ReadVarintSizeAsInt(&row_size) || !stream.Skip(row_size)) break;
    size = static_cast<size_t>(stream.CurrentPosition());
  }
  return size;
}

}  // namespace

boost::asio::awaitable<bool> ListResponse::Write(std::string&& message) {
  // clang-tidy takes the reference that the coroutine keeps for a move.
  // NOLINTNEXTLINE(clang-analyzer-cplusplus.Move)
  co_return Add(std::move(message));
}

bool ListResponse::Add(std::string message) {
  const size_t rows_size = RowsSize(message);
  v1::StreamRefpagesResponse rest;
  const bool is_parsed = rest.ParseFromArray(
      message.data() + rows_size, static_cast<int>(message.size() - rows_size));
  if (!is_parsed || rest.refpages_size() > 0) return false;
  if (rest.has_summary()) summary_ = std::move(*rest.mutable_summary());
  message.resize(rows_size);
  if (!message.empty()) rows_.push_back(MakeSlice(std::move(message)));
  return true;
}

grpc::ByteBuffer ListResponse::Serialize(
    const std::string& next_page_token) const {
  v1::ListRefpagesResponse rest;
  rest.set_next_page_token(next_page_token);
  *rest.mutable_summary() = summary_;
  std::vector<grpc::Slice> slices = rows_;
  slices.push_back(MakeSlice(rest.SerializeAsString()));
  return {slices.data(), slices.size()};
}

}  // namespace backlinks::rpc
