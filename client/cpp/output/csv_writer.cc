#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "client/cpp/output/cell_text.h"
#include "client/cpp/output/row_writer.h"

namespace backlinks::output {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

// The characters that spreadsheets take for the beginning of a formula, by
// OWASP's page on CSV injection; the last four are the full-width forms.
constexpr std::array<std::string_view, 11> kFormulaPrefixes = {
    "=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"};

bool IsFormula(const Column& column, std::string_view text) {
  const bool is_text = column.type == ColumnType::kString ||
                       column.type == ColumnType::kLinkType;
  return is_text &&
         std::any_of(kFormulaPrefixes.begin(), kFormulaPrefixes.end(),
                     [text](std::string_view prefix) {
                       return text.starts_with(prefix);
                     });
}

class CsvWriter final : public RowWriter {
 public:
  CsvWriter(ColumnList columns, CsvOptions options)
      : columns_(std::move(columns)), options_(std::move(options)) {}

  std::string Head() const override {
    std::string line(options_.byte_order_mark ? kByteOrderMark : "");
    for (const Column* column : columns_) {
      if (column != columns_.front()) line += ',';
      line += column->name;
    }
    return line + "\r\n";
  }

  void AppendRow(const v1::Refpage& row, std::string& out) override {
    const size_t begin = out.size();
    for (const Column* column : columns_) {
      if (column != columns_.front()) out += ',';
      AppendCell(row, *column, out);
    }
    // Many readers skip a blank line, and with it the row.
    if (out.size() == begin) out += "\"\"";
    out += "\r\n";
  }

 private:
  void AppendCell(const v1::Refpage& row, const Column& column,
                  std::string& out) const {
    const auto text = CellText(row, column);
    if (!text) {
      out += options_.null;
    } else if (options_.escape_formulas && IsFormula(column, *text)) {
      AppendField('\'' + *text, out);
    } else {
      AppendField(*text, out);
    }
  }

  // Also quotes texts that would be read as a null.
  void AppendField(const std::string& text, std::string& out) const {
    if (!text.empty() && text != options_.null &&
        text.find_first_of(",\"\r\n") == text.npos) {
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

  const ColumnList columns_;
  const CsvOptions options_;
};

}  // namespace

std::unique_ptr<RowWriter> MakeCsvWriter(ColumnList columns,
                                         CsvOptions options) {
  return std::make_unique<CsvWriter>(std::move(columns), std::move(options));
}

}  // namespace backlinks::output
