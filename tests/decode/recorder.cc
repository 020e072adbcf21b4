#include "tests/decode/recorder.h"

#include "fmt/format.h"
#include "google/rpc/error_details.pb.h"
#include "gtest/gtest.h"
#include "service/common/status/grpc_status.h"
#include "service/common/status/status.h"
#include "tests/support/message_text.h"

namespace backlinks::decode::decode_testing {
namespace {

class Recorder : public RowSink {
 public:
  absl::Status OnRow(const Row& row) override {
    CheckLast();
    EXPECT_NE(&row, last_);
    text += RowText(row) + "\n";
    last_ = &row;
    last_text_ = RowText(row);
    return absl::OkStatus();
  }
  void OnRowEnds() override {
    CheckLast();
    last_ = nullptr;
  }
  std::string text;

 private:
  void CheckLast() const {
    if (last_ == nullptr) return;
    EXPECT_EQ(RowText(*last_), last_text_);
  }

  const Row* last_ = nullptr;  // Null once it is not valid.
  std::string last_text_;
};

std::string CellText(const Row& row, const Column& column) {
  const int number = column.number;
  switch (column.type) {
    case ColumnType::kString:
      return std::string(row.text(number));
    case ColumnType::kInt64:
      if (row.text(number).empty()) return fmt::to_string(row.number(number));
      break;
    case ColumnType::kBool:
      return row.boolean(number) ? "true" : "false";
    case ColumnType::kTimestamp:
      return fmt::format("{}.{:09}", row.time(number).seconds,
                         row.time(number).nanos);
    case ColumnType::kLinkType:
      break;
  }
  return fmt::format("{}'{}'", row.number(number), row.text(number));
}

std::string StatusText(const absl::Status& status) {
  return status.ok() ? "OK" : std::string(status.message());
}

}  // namespace

std::string RowText(const Row& row) {
  std::string text;
  for (const Column& column : AllColumns()) {
    if (!row.has(column.number)) continue;
    text += fmt::format("{}={};", column.name, CellText(row, column));
  }
  if (row.has_other_columns()) {
    // Keys in order.
    text += testing_support::MessageText(row.other_columns());
  }
  return text;
}

std::string Decode(const std::vector<std::string_view>& pieces,
                   DecodeOptions options) {
  Recorder recorder;
  PageDecoder decoder(std::move(options), recorder);
  absl::Status status;
  for (const std::string_view piece : pieces) {
    // A copy of the exact size: reading past a piece shows under ASan.
    const std::vector<char> bytes(piece.begin(), piece.end());
    status = decoder.Write({bytes.data(), bytes.size()});
    if (!status.ok()) break;
  }
  if (status.ok()) status = decoder.Finish();
  std::string text = recorder.text;
  for (int column = 0; column <= kColumnCount; ++column) {
    const int64_t count = decoder.malformed_cells()[column];
    if (count == 0) continue;
    text += fmt::format("malformed {}:{}\n",
                        column == 0 ? "other" : GetColumn(column).name, count);
  }
  if (decoder.error_text()) text += "error " + *decoder.error_text() + "\n";
  return text + StatusText(status);
}

std::string Decode(std::string_view document, DecodeOptions options) {
  return Decode(std::vector<std::string_view>{document}, std::move(options));
}

DecodeOptions AllOptions() {
  return {.rows_key = "refpages",
          .column_of =
              [](std::string_view name) {
                const Column* column = FindColumn(name);
                return column == nullptr ? 0 : column->number;
              },
          .wanted = FullColumnSet()};
}

}  // namespace backlinks::decode::decode_testing
