#include "service/common/arrow/ipc_message.h"

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "service/common/arrow/ipc_generated.h"

namespace backlinks::arrow {
namespace {

using ::flatbuffers::FlatBufferBuilder;
using ::flatbuffers::Offset;

constexpr size_t kAlignment = 8;
constexpr uint32_t kContinuation = 0xFFFFFFFF;

size_t Aligned(size_t size) {
  return (size + kAlignment - 1) / kAlignment * kAlignment;
}

void Pad(std::string& out) { out.resize(Aligned(out.size())); }

void AppendUint32(uint32_t value, std::string& out) {
  std::array<char, sizeof(value)> bytes;
  flatbuffers::WriteScalar(bytes.data(), value);
  out.append(bytes.data(), bytes.size());
}

// Returns the bytes before the metadata of a message.
std::string MessagePrefix(size_t metadata_size) {
  std::string out;
  AppendUint32(kContinuation, out);
  AppendUint32(static_cast<uint32_t>(metadata_size), out);
  return out;
}

struct TypedValue {
  ipc::Type type;
  Offset<void> value;
};

TypedValue MakeType(ArrowType type, FlatBufferBuilder& builder) {
  switch (type) {
    case ArrowType::kInt64:
      return {ipc::Type::Int, ipc::CreateInt(builder, 64, true).Union()};
    case ArrowType::kBool:
      return {ipc::Type::Bool, ipc::CreateBool(builder).Union()};
    case ArrowType::kTimestamp:
      return {ipc::Type::Timestamp,
              ipc::CreateTimestamp(builder, ipc::TimeUnit::Microsecond,
                                   builder.CreateString("UTC"))
                  .Union()};
    case ArrowType::kUtf8:
      break;
  }
  return {ipc::Type::Utf8, ipc::CreateUtf8(builder).Union()};
}

Offset<ipc::Field> MakeField(const ArrowField& field,
                             FlatBufferBuilder& builder) {
  const auto [type, value] = MakeType(field.type, builder);
  const auto name = builder.CreateString(field.name);
  // Arrow's own reader requires children, even if there are none.
  const auto children = builder.CreateVector<Offset<ipc::Field>>({});
  return ipc::CreateField(builder, name, true, type, value, 0, children);
}

// Returns the message without its body.
std::string Encapsulated(ipc::MessageHeader type, Offset<void> header,
                         size_t body_size, FlatBufferBuilder& builder) {
  builder.Finish(ipc::CreateMessage(builder, ipc::MetadataVersion::V5, type,
                                    header, static_cast<int64_t>(body_size)));
  std::string out = MessagePrefix(Aligned(builder.GetSize()));
  out.append(reinterpret_cast<const char*>(builder.GetBufferPointer()),
             builder.GetSize());
  Pad(out);
  return out;
}

// The places of all buffers in the body of a message.
struct BodyLayout {
  size_t size = 0;
  std::vector<ipc::Buffer> buffers;
  std::vector<ipc::FieldNode> nodes;
};

BodyLayout MakeLayout(const std::vector<ArrowArray>& arrays) {
  BodyLayout layout;
  layout.nodes.reserve(arrays.size());
  for (const ArrowArray& array : arrays) {
    layout.nodes.emplace_back(array.size(), array.null_count());
    for (const std::string_view buffer : array.Buffers()) {
      layout.buffers.emplace_back(static_cast<int64_t>(layout.size),
                                  static_cast<int64_t>(buffer.size()));
      layout.size += Aligned(buffer.size());
    }
  }
  return layout;
}

}  // namespace

std::string SchemaMessage(const std::vector<ArrowField>& fields) {
  FlatBufferBuilder builder;
  std::vector<Offset<ipc::Field>> made;
  made.reserve(fields.size());
  for (const ArrowField& field : fields) {
    made.push_back(MakeField(field, builder));
  }
  constexpr bool kLittle = std::endian::native == std::endian::little;
  const auto schema = ipc::CreateSchema(
      builder, kLittle ? ipc::Endianness::Little : ipc::Endianness::Big,
      builder.CreateVector(made));
  return Encapsulated(ipc::MessageHeader::Schema, schema.Union(), 0, builder);
}

RecordBatch::RecordBatch(const std::vector<ArrowArray>& arrays)
    : arrays_(arrays) {
  const BodyLayout layout = MakeLayout(arrays);
  FlatBufferBuilder builder;
  const auto nodes = builder.CreateVectorOfStructs(layout.nodes);
  const auto buffers = builder.CreateVectorOfStructs(layout.buffers);
  const auto batch = ipc::CreateRecordBatch(
      builder, arrays.empty() ? 0 : arrays.front().size(), nodes, buffers);
  head_ = Encapsulated(ipc::MessageHeader::RecordBatch, batch.Union(),
                       layout.size, builder);
  body_size_ = layout.size;
}

void RecordBatch::AppendTo(std::string& out) const {
  out += head_;
  for (const ArrowArray& array : arrays_) {
    for (const std::string_view buffer : array.Buffers()) {
      out += buffer;
      out.append(Aligned(buffer.size()) - buffer.size(), '\0');
    }
  }
}

std::string EndOfStream() { return MessagePrefix(0); }

std::string TruncatedMessage() { return MessagePrefix(kAlignment); }

}  // namespace backlinks::arrow
