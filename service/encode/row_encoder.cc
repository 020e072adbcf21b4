#include "service/encode/row_encoder.h"

#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#include <string_view>

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
constexpr size_t kMaxTimeBytes = 2 * (1 + kMaxVarintBytes);

const std::array<ColumnType, kColumnCount + 1>& ColumnTypes() {
  static const auto types = [] {
    std::array<ColumnType, kColumnCount + 1> result{};
    for (const Column& column : AllColumns()) {
      result[column.number] = column.type;
    }
    return result;
  }();
  return types;
}

uint8_t* WriteText(int field, std::string_view text, uint8_t* out) {
  out = Wire::WriteTagToArray(field, Wire::WIRETYPE_LENGTH_DELIMITED, out);
  const auto size = static_cast<uint32_t>(text.size());
  out = CodedOutputStream::WriteVarint32ToArray(size, out);
  return CodedOutputStream::WriteRawToArray(text.data(), static_cast<int>(size),
                                            out);
}

// Omits fields that are zero, as proto3 does.
uint8_t* WriteTime(int field, Time time, uint8_t* out) {
  out = Wire::WriteTagToArray(field, Wire::WIRETYPE_LENGTH_DELIMITED, out);
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

uint8_t* WriteColumn(const Row& row, int column, uint8_t* out) {
  switch (ColumnTypes()[column]) {
    case ColumnType::kString:
      return WriteText(column, row.text(column), out);
    case ColumnType::kInt64:
      return Wire::WriteInt64ToArray(column, row.number(column), out);
    case ColumnType::kTimestamp:
      return WriteTime(column, row.time(column), out);
    case ColumnType::kBool:
      return Wire::WriteBoolToArray(column, row.boolean(column), out);
    case ColumnType::kLinkType:
      break;
  }
  return Wire::WriteEnumToArray(column, static_cast<int>(row.number(column)),
                                out);
}

uint8_t* WriteColumns(const Row& row, const ColumnSet& columns, uint8_t* out) {
  for (unsigned long bits = columns.to_ulong(); bits != 0; bits &= bits - 1) {
    out = WriteColumn(row, std::countr_zero(bits), out);
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
  return kMaxTagBytes + kMaxLengthBytes + kColumnCount * kPerColumn + kTexts +
         row.all_text().size() + others;
}

}  // namespace

void AppendRow(const Row& row, const ColumnSet& deliver, std::string& batch) {
  const std::string others = SerializeOthers(row);
  const size_t before = batch.size();
  batch.resize(before + MaxSize(row, others.size()));
  auto* const start = reinterpret_cast<uint8_t*>(batch.data()) + before;
  // The length precedes the row, but is known only after it is written. The row
  // is therefore written after space for the longest length, and then moved.
  uint8_t* const body = start + kMaxTagBytes + kMaxLengthBytes;
  uint8_t* end = WriteColumns(row, row.present() & deliver, body);
  if (row.has_other_columns()) {
    end = WriteText(v1::Refpage::kOtherColumnsFieldNumber, others, end);
  }
  uint8_t* head =
      Wire::WriteTagToArray(v1::StreamRefpagesResponse::kRefpagesFieldNumber,
                            Wire::WIRETYPE_LENGTH_DELIMITED, start);
  head = CodedOutputStream::WriteVarint32ToArray(
      static_cast<uint32_t>(end - body), head);
  std::memmove(head, body, end - body);
  batch.resize(before + (head - start) + (end - body));
}

}  // namespace backlinks::encode
