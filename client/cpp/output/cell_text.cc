#include "client/cpp/output/cell_text.h"

#include "client/cpp/output/time_text.h"
#include "fmt/format.h"

namespace backlinks::output {
namespace {

class TextAppender {
 public:
  explicit TextAppender(std::string& out) : out_(out) {}

  void operator()(std::monostate) const {}
  void operator()(std::string_view text) const { out_ += text; }
  void operator()(int64_t number) const {
    const fmt::format_int digits(number);
    out_.append(digits.data(), digits.size());
  }
  void operator()(bool value) const { out_ += value ? "true" : "false"; }
  void operator()(const google::protobuf::Timestamp* time) const {
    AppendTime(*time, out_);
  }

 private:
  std::string& out_;
};

}  // namespace

void AppendText(const Cell& cell, std::string& out) {
  std::visit(TextAppender(out), cell);
}

std::optional<std::string> CellText(const v1::Refpage& row,
                                    const Column& column) {
  const Cell cell = GetCell(row, column);
  if (std::holds_alternative<std::monostate>(cell)) return std::nullopt;
  std::string text;
  AppendText(cell, text);
  return text;
}

}  // namespace backlinks::output
