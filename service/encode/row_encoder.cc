#include "service/encode/row_encoder.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#include <string>

#include "backlinks/v1/backlinks_service.pb.h"
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"
#include "google/protobuf/wire_format_lite.h"

namespace backlinks::encode {
namespace {

using google::protobuf::Timestamp;
using google::protobuf::io::CodedOutputStream;
using Wire = google::protobuf::internal::WireFormatLite;

// Every field number here is below 2^11: its tag takes at most two bytes.
constexpr size_t kMaxTagBytes = 2;
constexpr size_t kMaxVarintBytes = 10;
constexpr size_t kMaxLengthBytes = 5;
constexpr size_t kMaxHeadBytes = kMaxTagBytes + kMaxLengthBytes;
constexpr size_t kMaxTimeBytes = 2 * (1 + kMaxVarintBytes);

// How the values of a column are written: its type, and its tag.
struct Field {
  ColumnType type = ColumnType::kString;
  uint8_t tag_size = 0;
  std::array<uint8_t, kMaxTagBytes> tag{};
};

Wire::WireType WireTypeOf(ColumnType type) {
  return type == ColumnType::kString || type == ColumnType::kTimestamp
             ? Wire::WIRETYPE_LENGTH_DELIMITED
             : Wire::WIRETYPE_VARINT;
}

const std::array<Field, kColumnCount + 1>& Fields() {
  static const auto fields = [] {
    std::array<Field, kColumnCount + 1> result{};
    for (const Column& column : AllColumns()) {
      Field& field = result[column.number];
      field.type = column.type;
      const uint8_t* const end = Wire::WriteTagToArray(
          column.number, WireTypeOf(column.type), field.tag.data());
      field.tag_size = static_cast<uint8_t>(end - field.tag.data());
    }
    return result;
  }();
  return fields;
}

// Writes both bytes of the tag, of which the second may not belong to it.
uint8_t* WriteTag(const Field& field, uint8_t* out) {
  std::memcpy(out, field.tag.data(), kMaxTagBytes);
  return out + field.tag_size;
}

uint8_t* WriteVarint(uint64_t value, uint8_t* out) {
  while (value >= 0x80) {
    *out++ = static_cast<uint8_t>(value | 0x80);
    value >>= 7;
  }
  *out++ = static_cast<uint8_t>(value);
  return out;
}

uint8_t* WriteBytes(std::string_view text, uint8_t* out) {
  out = WriteVarint(text.size(), out);
  std::memcpy(out, text.data(), text.size());
  return out + text.size();
}

uint8_t* WriteText(int field, std::string_view text, uint8_t* out) {
  out = Wire::WriteTagToArray(field, Wire::WIRETYPE_LENGTH_DELIMITED, out);
  return WriteBytes(text, out);
}

// Omits fields that are zero, as proto3 does.
uint8_t* WriteTime(Time time, uint8_t* out) {
  uint8_t* const length = out++;  // One byte: at most kMaxTimeBytes.
  if (time.seconds != 0) {
    out = Wire::WriteInt64ToArray(Timestamp::kSecondsFieldNumber, time.seconds,
                                  out);
  }
  if (time.nanos != 0) {
    out =
        Wire::WriteInt32ToArray(Timestamp::kNanosFieldNumber, time.nanos, out);
  }
  *length = static_cast<uint8_t>(out - length - 1);
  return out;
}

uint8_t* WriteColumn(const Row& row, int column, const Field& field,
                     uint8_t* out) {
  out = WriteTag(field, out);
  switch (field.type) {
    case ColumnType::kString:
      return WriteBytes(row.text(column), out);
    case ColumnType::kTimestamp:
      return WriteTime(row.time(column), out);
    case ColumnType::kInt64:
    case ColumnType::kBool:
    case ColumnType::kLinkType:
      break;
  }
  return WriteVarint(static_cast<uint64_t>(row.number(column)), out);
}

uint8_t* WriteColumns(const Row& row, const ColumnSet& columns, uint8_t* out) {
  const auto& fields = Fields();
  for (unsigned long bits = columns.to_ulong(); bits != 0; bits &= bits - 1) {
    const int column = std::countr_zero(bits);
    out = WriteColumn(row, column, fields[column], out);
  }
  using v1::Refpage;
  constexpr int kLinkType = Refpage::kLinkTypeFieldNumber;
  if (columns[kLinkType] && row.number(kLinkType) == 0) {
    out =
        WriteText(Refpage::kLinkTypeWordFieldNumber, row.text(kLinkType), out);
  }
  return out;
}

// Serializes the other columns, the only part of a row that is a protobuf
// object. They are rare.
std::string SerializeOthers(const Row& row) {
  std::string bytes;
  if (!row.has_other_columns()) return bytes;
  google::protobuf::io::StringOutputStream stream(&bytes);
  CodedOutputStream coded(&stream);
  coded.SetSerializationDeterministic(true);
  // Into a string, it does not fail.
  static_cast<void>(row.other_columns().SerializeToCodedStream(&coded));
  coded.Trim();
  return bytes;
}

// Returns an upper bound for the encoded size that is cheap to compute.
size_t MaxSize(const Row& row, size_t others) {
  constexpr size_t kPerColumn = kMaxTagBytes + 1 + kMaxTimeBytes;
  constexpr size_t kTexts = 2 * (kMaxTagBytes + kMaxLengthBytes);
  return kMaxHeadBytes + kColumnCount * kPerColumn + kTexts + row.text_bytes() +
         others;
}

}  // namespace

uint8_t* RowEncoder::Reserve(size_t size) {
  if (size > size_) {
    buffer_ = std::make_unique_for_overwrite<uint8_t[]>(size);
    size_ = size;
  }
  return buffer_.get();
}

void RowEncoder::ReleaseMemory() {
  buffer_ = nullptr;
  size_ = 0;
}

std::string_view RowEncoder::Encode(const Row& row, const ColumnSet& deliver) {
  const std::string others = SerializeOthers(row);
  // The length precedes the row, but is known only after it is written. The row
  // is therefore written after space for the longest head.
  uint8_t* const body = Reserve(MaxSize(row, others.size())) + kMaxHeadBytes;
  uint8_t* end = WriteColumns(row, row.present() & deliver, body);
  if (row.has_other_columns()) {
    end = WriteText(v1::Refpage::kOtherColumnsFieldNumber, others, end);
  }
  std::array<uint8_t, kMaxHeadBytes> head;
  uint8_t* head_end =
      Wire::WriteTagToArray(v1::StreamRefpagesResponse::kRefpagesFieldNumber,
                            Wire::WIRETYPE_LENGTH_DELIMITED, head.data());
  head_end = CodedOutputStream::WriteVarint32ToArray(
      static_cast<uint32_t>(end - body), head_end);
  uint8_t* const start = body - (head_end - head.data());
  std::copy(head.data(), head_end, start);
  return {reinterpret_cast<const char*>(start),
          static_cast<size_t>(end - start)};
}

}  // namespace backlinks::encode
