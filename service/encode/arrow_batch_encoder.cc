#include "service/encode/arrow_batch_encoder.h"

#include <cstdint>
#include <string_view>
#include <utility>

#include "backlinks/v1/backlinks_service.pb.h"
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"
#include "google/protobuf/wire_format_lite.h"
#include "service/common/arrow/arrow_column.h"
#include "service/common/arrow/ipc_message.h"
#include "service/common/column/link_type_word.h"

namespace backlinks::encode {
namespace {

using google::protobuf::io::CodedOutputStream;
using Wire = google::protobuf::internal::WireFormatLite;

constexpr int64_t kMicrosPerSecond = 1'000'000;
constexpr int64_t kNanosPerMicro = 1000;

bool IsText(const Column& column) {
  return column.type == ColumnType::kString ||
         column.type == ColumnType::kLinkType;
}

std::string_view TextOf(const Row& row, const Column& column) {
  if (column.type == ColumnType::kLinkType && row.number(column.number) != 0) {
    return LinkTypeWord(static_cast<int>(row.number(column.number)));
  }
  return row.text(column.number);
}

int64_t Micros(const Time& time) {
  return time.seconds * kMicrosPerSecond + time.nanos / kNanosPerMicro;
}

void AppendCell(const Row& row, const Column& column,
                arrow::ArrowArray& array) {
  switch (column.type) {
    case ColumnType::kInt64:
      return array.AppendNumber(row.number(column.number));
    case ColumnType::kBool:
      return array.AppendBool(row.boolean(column.number));
    case ColumnType::kTimestamp:
      return array.AppendNumber(Micros(row.time(column.number)));
    case ColumnType::kString:
    case ColumnType::kLinkType:
      break;
  }
  array.AppendText(TextOf(row, column));
}

// Returns the size of a cell without its text; a bit counts as a byte.
size_t FixedBytes(const Column& column) {
  if (column.type == ColumnType::kBool) return 1;
  return IsText(column) ? sizeof(int32_t) : sizeof(int64_t);
}

// Writes the fields arrow_record_batch and arrow_row_count.
void WriteFields(const arrow::RecordBatch& batch, int64_t rows,
                 std::string& out) {
  using Response = v1::StreamRefpagesResponse;
  google::protobuf::io::StringOutputStream stream(&out);
  CodedOutputStream coded(&stream);
  Wire::WriteInt64(Response::kArrowRowCountFieldNumber, rows, &coded);
  Wire::WriteTag(Response::kArrowRecordBatchFieldNumber,
                 Wire::WIRETYPE_LENGTH_DELIMITED, &coded);
  coded.WriteVarint64(batch.size());
  coded.Trim();
  batch.AppendTo(out);
}

}  // namespace

ArrowBatchEncoder::ArrowBatchEncoder(std::vector<const Column*> columns,
                                     const ColumnSet& deliver)
    : columns_(std::move(columns)),
      deliver_(deliver),
      arrays_(arrow::ArraysOf(columns_)) {
  for (const Column* column : columns_) fixed_bytes_ += FixedBytes(*column);
}

size_t ArrowBatchEncoder::Measure(const Row& row) {
  measured_ = fixed_bytes_;
  const ColumnSet present = row.present() & deliver_;
  for (const Column* column : columns_) {
    if (present[column->number] && IsText(*column)) {
      measured_ += TextOf(row, *column).size();
    }
  }
  return measured_;
}

void ArrowBatchEncoder::AddMeasured(const Row& row) {
  const ColumnSet present = row.present() & deliver_;
  for (size_t i = 0; i < columns_.size(); ++i) {
    if (present[columns_[i]->number]) {
      AppendCell(row, *columns_[i], arrays_[i]);
    } else {
      arrays_[i].AppendNull();
    }
  }
  batch_bytes_ += measured_;
}

std::string ArrowBatchEncoder::TakeBatch() {
  const arrow::RecordBatch batch(arrays_);
  std::string bytes;
  bytes.reserve(batch.size() + kBatchMargin);
  WriteFields(batch, arrays_.front().size(), bytes);
  for (arrow::ArrowArray& array : arrays_) array.Clear();
  batch_bytes_ = 0;
  return bytes;
}

void ArrowBatchEncoder::ReleaseMemory() {
  if (batch_bytes_ == 0) arrays_ = arrow::ArraysOf(columns_);
}

}  // namespace backlinks::encode
