#include <utility>

#include "client/cpp/output/cell_text.h"
#include "client/cpp/output/row_writer.h"

namespace backlinks {
namespace {

class CsvWriter final : public RowWriter {
 public:
  explicit CsvWriter(ColumnList columns) : columns_(std::move(columns)) {}

  std::string Head() const override {
    std::string line;
    for (const Column* column : columns_) {
      if (column != columns_.front()) line += ',';
      line += column->name;
    }
    return line + "\r\n";
  }

  void AppendRow(const v1::Refpage& row, std::string& out) override {
    for (const Column* column : columns_) {
      if (column != columns_.front()) out += ',';
      AppendField(CellText(row, *column).value_or(""), out);
    }
    out += "\r\n";
  }

 private:
  static void AppendField(const std::string& text, std::string& out) {
    if (text.find_first_of(",\"\r\n") == text.npos) {
      out += text;
      return;
    }
    out += '"';
    for (const char c : text) {
      if (c == '"') out += '"';
      out += c;
    }
    out += '"';
  }

  ColumnList columns_;
};

}  // namespace

std::unique_ptr<RowWriter> MakeCsvWriter(ColumnList columns) {
  return std::make_unique<CsvWriter>(std::move(columns));
}

}  // namespace backlinks
