#include "boost/json/serialize.hpp"
#include "boost/json/string_view.hpp"
#include "client/cpp/output/cell_text.h"
#include "client/cpp/output/row_writer.h"
#include "google/protobuf/util/json_util.h"
#include "service/common/text/terminal_text.h"

namespace backlinks::output {
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
    out += text::TerminalJson('{' + line + "}\n");
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

}  // namespace

std::unique_ptr<RowWriter> MakeJsonlWriter() {
  return std::make_unique<JsonlWriter>();
}

}  // namespace backlinks::output
