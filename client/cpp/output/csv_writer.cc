#include <algorithm>
#include <array>
#include <string_view>
#include <utility>
#include <variant>

#include "client/cpp/output/cell_text.h"
#include "client/cpp/output/find_byte.h"
#include "client/cpp/output/row_writer.h"

namespace backlinks::output {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

// The characters that spreadsheets take for the beginning of a formula, by
// OWASP's page on CSV injection; the last four are the full-width forms.
constexpr std::array<std::string_view, 11> kFormulaPrefixes = {
    "=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"};

bool IsFormula(std::string_view text) {
  return std::any_of(
      kFormulaPrefixes.begin(), kFormulaPrefixes.end(),
      [text](std::string_view prefix) { return text.starts_with(prefix); });
}

constexpr auto kNeedsQuotes = [](auto byte) {
  return (byte == ',') | (byte == '"') | (byte == '\r') | (byte == '\n');
};

// Appends the text in quotes.
void AppendQuoted(std::string_view text, std::string& out) {
  out += '"';
  for (const char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  out += '"';
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
      AppendCell(GetCell(row, *column), out);
    }
    // Many readers skip a blank line, and with it the row.
    if (out.size() == begin) out += "\"\"";
    out += "\r\n";
  }

 private:
  void AppendCell(const Cell& cell, std::string& out) const {
    if (const auto* text = std::get_if<std::string_view>(&cell)) {
      AppendTextCell(*text, out);
    } else if (std::holds_alternative<std::monostate>(cell)) {
      out += options_.null;
    } else {
      const size_t begin = out.size();
      AppendText(cell, out);
      if (out.compare(begin, out.npos, options_.null) != 0) return;
      out.insert(begin, 1, '"');
      out += '"';
    }
  }

  void AppendTextCell(std::string_view text, std::string& out) const {
    if (options_.escape_formulas && IsFormula(text)) {
      AppendField('\'' + std::string(text), out);
    } else {
      AppendField(text, out);
    }
  }

  // Also quotes texts that would be read as a null.
  void AppendField(std::string_view text, std::string& out) const {
    if (text.empty() || text == options_.null ||
        FindByte(text, 0, kNeedsQuotes) < text.size()) {
      AppendQuoted(text, out);
    } else {
      out += text;
    }
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
