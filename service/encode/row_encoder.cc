#include "service/encode/row_encoder.h"

#include <cstdint>

#include "backlinks/v1/backlinks_service.pb.h"
#include "backlinks/v1/refpage.pb.h"
#include "google/protobuf/timestamp.pb.h"
#include "google/protobuf/wire_format_lite.h"
#include "service/model/column.h"

namespace backlinks {
namespace {

using google::protobuf::Timestamp;
using google::protobuf::internal::WireFormatLite;
using google::protobuf::io::CodedOutputStream;

constexpr size_t kMaxVarintBytes = 10;

void AppendVarint(uint64_t value, std::string& out) {
  uint8_t bytes[kMaxVarintBytes];
  const uint8_t* const end =
      CodedOutputStream::WriteVarint64ToArray(value, bytes);
  out.append(reinterpret_cast<const char*>(bytes), end - bytes);
}

void AppendTag(int field, WireFormatLite::WireType type, std::string& out) {
  AppendVarint(WireFormatLite::MakeTag(field, type), out);
}

void AppendNumber(int field, int64_t value, std::string& out) {
  AppendTag(field, WireFormatLite::WIRETYPE_VARINT, out);
  AppendVarint(static_cast<uint64_t>(value), out);
}

void AppendBytes(int field, std::string_view value, std::string& out) {
  AppendTag(field, WireFormatLite::WIRETYPE_LENGTH_DELIMITED, out);
  AppendVarint(value.size(), out);
  out.append(value);
}

// Proto3 leaves zeros out of a Timestamp, which has no presence in its fields.
size_t NumberSize(int64_t value) {
  return value == 0 ? 0 : 1 + CodedOutputStream::VarintSize64(value);
}

void AppendTime(int field, Time time, std::string& out) {
  AppendTag(field, WireFormatLite::WIRETYPE_LENGTH_DELIMITED, out);
  AppendVarint(NumberSize(time.seconds) + NumberSize(time.nanos), out);
  if (time.seconds != 0) {
    AppendNumber(Timestamp::kSecondsFieldNumber, time.seconds, out);
  }
  if (time.nanos != 0) {
    AppendNumber(Timestamp::kNanosFieldNumber, time.nanos, out);
  }
}

void AppendCell(const Row& row, int column, ColumnType type, std::string& out) {
  switch (type) {
    case ColumnType::kString:
      return AppendBytes(column, row.text(column), out);
    case ColumnType::kInt64:
    case ColumnType::kBool:
    case ColumnType::kLinkType:
      return AppendNumber(column, row.number(column), out);
    case ColumnType::kTimestamp:
      return AppendTime(column, row.time(column), out);
  }
}

void AppendCells(const Row& row, const ColumnSet& columns, std::string& out) {
  for (const Column& column : AllColumns()) {
    if (!columns[column.number]) continue;
    AppendCell(row, column.number, column.type, out);
  }
  constexpr int kLinkType = v1::Refpage::kLinkTypeFieldNumber;
  if (columns[kLinkType] && !row.text(kLinkType).empty()) {
    AppendBytes(v1::Refpage::kLinkTypeWordFieldNumber, row.text(kLinkType),
                out);
  }
  if (row.has_other_columns()) {
    AppendBytes(v1::Refpage::kOtherColumnsFieldNumber,
                row.other_columns().SerializeAsString(), out);
  }
}

}  // namespace

void AppendRow(const Row& row, const ColumnSet& deliver, std::string& batch) {
  AppendTag(v1::StreamRefpagesResponse::kRefpagesFieldNumber,
            WireFormatLite::WIRETYPE_LENGTH_DELIMITED, batch);
  // The length comes before what it measures: leave it the place that nearly
  // every row needs (two bytes), and move the row where that was wrong.
  constexpr size_t kLengthBytes = 2;
  const size_t length_at = batch.size();
  batch.append(kLengthBytes, '\0');
  AppendCells(row, row.present() & deliver, batch);
  const size_t size = batch.size() - length_at - kLengthBytes;
  std::string length;
  AppendVarint(size, length);
  batch.replace(length_at, kLengthBytes, length);
}

}  // namespace backlinks
