#include <cstddef>
#include <cstdint>
#include <utility>
#include <variant>

#include "client/cpp/output/cell.h"
#include "client/cpp/output/row_writer.h"
#include "google/protobuf/util/time_util.h"
#include "service/common/arrow/arrow_array.h"
#include "service/common/arrow/arrow_column.h"
#include "service/common/arrow/ipc_message.h"

namespace backlinks::output {
namespace {

// A batch ends at the first of these limits: readers prefer large batches, but
// the rows of a batch are held in memory until it ends.
constexpr int64_t kMaxRows = 8192;
constexpr size_t kMaxBytes = 1 << 20;

class CellAppender {
 public:
  explicit CellAppender(arrow::ArrowArray& array) : array_(array) {}

  void operator()(std::monostate) const { array_.AppendNull(); }
  void operator()(std::string_view text) const { array_.AppendText(text); }
  void operator()(int64_t number) const { array_.AppendNumber(number); }
  void operator()(bool value) const { array_.AppendBool(value); }
  void operator()(const google::protobuf::Timestamp* time) const {
    array_.AppendNumber(
        google::protobuf::util::TimeUtil::TimestampToMicroseconds(*time));
  }

 private:
  arrow::ArrowArray& array_;
};

class ArrowWriter final : public RowWriter {
 public:
  explicit ArrowWriter(ColumnList columns)
      : columns_(std::move(columns)), arrays_(arrow::ArraysOf(columns_)) {}

  std::string Head() const override { return arrow::SchemaOf(columns_); }

  void AppendRow(const v1::Refpage& row, std::string& out) override {
    for (size_t i = 0; i < columns_.size(); ++i) {
      std::visit(CellAppender(arrays_[i]), GetCell(row, *columns_[i]));
    }
    gathered_bytes_ += row.ByteSizeLong();
    if (++gathered_rows_ >= kMaxRows || gathered_bytes_ >= kMaxBytes) {
      EndBatch(out);
    }
  }

  void AppendEnd(bool is_complete, std::string& out) override {
    EndBatch(out);
    out += is_complete ? arrow::EndOfStream() : arrow::TruncatedMessage();
  }

 private:
  void EndBatch(std::string& out) {
    if (gathered_rows_ == 0) return;
    arrow::RecordBatch(arrays_).AppendTo(out);
    for (arrow::ArrowArray& array : arrays_) array.Clear();
    gathered_rows_ = 0;
    gathered_bytes_ = 0;
  }

  const ColumnList columns_;
  std::vector<arrow::ArrowArray> arrays_;  // One per column.
  int64_t gathered_rows_ = 0;              // Rows not yet in a batch.
  size_t gathered_bytes_ = 0;
};

}  // namespace

std::unique_ptr<RowWriter> MakeArrowWriter(ColumnList columns) {
  return std::make_unique<ArrowWriter>(std::move(columns));
}

}  // namespace backlinks::output
