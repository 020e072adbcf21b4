#include "client/cpp/cli/row_writer.h"

#include <utility>

#include "boost/json/serialize.hpp"
#include "boost/json/string_view.hpp"
#include "client/cpp/cli/cell_text.h"
#include "google/protobuf/util/json_util.h"

namespace backlinks {
namespace {

class JsonlWriter final : public RowWriter {
 public:
  std::string Head() const override { return ""; }

  void AppendRow(const v1::Refpage& row, std::string& out) override {
    std::string line;
    for (const Column& column : AllColumns()) {
      const auto text = CellText(row, column);
      if (!text) continue;
      const bool bare =
          column.type == ColumnType::kInt64 || column.type == ColumnType::kBool;
      AppendMember(column.name, bare ? *text : Quoted(*text), line);
    }
    if (row.has_other_columns()) {
      std::string others;
      if (google::protobuf::util::MessageToJsonString(row.other_columns(),
                                                      &others)
              .ok()) {
        AppendMember("other_columns", others, line);
      }
    }
    out += '{' + line + "}\n";
  }

 private:
  static std::string Quoted(std::string_view text) {
    return boost::json::serialize(
        boost::json::string_view(text.data(), text.size()));
  }

  static void AppendMember(std::string_view name, std::string_view value,
                           std::string& line) {
    if (!line.empty()) line += ',';
    line += '"';
    line += name;
    line += "\":";
    line += value;
  }
};

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

std::unique_ptr<RowWriter> MakeJsonlWriter() {
  return std::make_unique<JsonlWriter>();
}

std::unique_ptr<RowWriter> MakeCsvWriter(ColumnList columns) {
  return std::make_unique<CsvWriter>(std::move(columns));
}

}  // namespace backlinks
