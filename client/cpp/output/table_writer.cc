#include <algorithm>

#include "client/cpp/output/cell_text.h"
#include "client/cpp/output/display_width.h"
#include "client/cpp/output/row_writer.h"
#include "fmt/format.h"

namespace backlinks::output {
namespace {

constexpr int kGap = 2;      // Blanks between columns.
constexpr int kMinText = 8;  // Minimum cells of a text column.
constexpr int kMaxText = 60;
constexpr int kNumber = 9;
constexpr int kBool = 5;
constexpr int kDate = 20;

bool IsText(const Column& column) { return column.type == ColumnType::kString; }

// The minimum useful width of the column.
int MinWidth(const Column& column) {
  const int name = static_cast<int>(column.name.size());
  switch (column.type) {
    case ColumnType::kInt64:
      return std::max(kNumber, name);
    case ColumnType::kTimestamp:
      return std::max(kDate, name);
    case ColumnType::kBool:
      return std::max(kBool, name);
    case ColumnType::kLinkType:
    case ColumnType::kString:
      break;
  }
  return std::max(kMinText, name);
}

class TableWriter final : public RowWriter {
 public:
  TableWriter(const ColumnList& columns, int width) {
    int left = width;
    for (const Column* column : columns) {
      const int need = MinWidth(*column) + (shown_.empty() ? 0 : kGap);
      if (need > left && !shown_.empty()) break;
      left -= need;
      shown_.push_back({column, MinWidth(*column)});
    }
    hidden_ = columns.size() - shown_.size();
    ShareOut(left);
    // A single column may be wider than the terminal.
    shown_.front().width = std::min(shown_.front().width, std::max(width, 1));
  }

  std::string Head() const override {
    std::string line;
    for (const Shown& shown : shown_) {
      Append(shown, shown.column->name, line);
    }
    return line + '\n';
  }

  void AppendRow(const v1::Refpage& row, std::string& out) override {
    std::string line;
    for (const Shown& shown : shown_) {
      Append(shown, CellText(row, *shown.column).value_or("-"), line);
    }
    line.erase(line.find_last_not_of(' ') + 1);
    out += line + '\n';
  }

  std::string Note() const override {
    return hidden_ == 0 ? ""
                        : fmt::format(
                              "{} columns do not fit; choose with "
                              "--select, or use --format jsonl",
                              hidden_);
  }

 private:
  struct Shown {
    const Column* column;
    int width;
  };

  // Distributes the rest equally among text columns.
  void ShareOut(int left) {
    const int texts = static_cast<int>(
        std::count_if(shown_.begin(), shown_.end(),
                      [](const Shown& s) { return IsText(*s.column); }));
    if (texts == 0 || left <= 0) return;
    for (Shown& shown : shown_) {
      if (!IsText(*shown.column)) continue;
      shown.width = std::min(kMaxText, shown.width + left / texts);
    }
  }

  static void Append(const Shown& shown, std::string_view text,
                     std::string& line) {
    if (!line.empty()) line.append(kGap, ' ');
    line +=
        FitToWidth(text, shown.width, shown.column->type == ColumnType::kInt64);
  }

  std::vector<Shown> shown_;
  size_t hidden_ = 0;
};

}  // namespace

std::unique_ptr<RowWriter> MakeTableWriter(const ColumnList& columns,
                                           int width) {
  return std::make_unique<TableWriter>(columns, width);
}

}  // namespace backlinks::output
