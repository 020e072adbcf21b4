#include "client/cpp/cli/row_output.h"

#include "client/cpp/cli/color.h"

namespace backlinks {
namespace {

std::unique_ptr<RowWriter> MakeRowWriter(const Console& console,
                                         std::string_view format,
                                         const ColumnList& columns) {
  if (format == "csv") {
    return MakeCsvWriter(columns);
  }
  if (format == "arrow") return MakeArrowWriter(columns);
  return IsTable(console, format) ? MakeTableWriter(columns, console.width)
                                  : MakeJsonlWriter();
}

}  // namespace

void AddRowFormatOption(CLI::App& app, std::string& format) {
  app.add_option("--format", format,
                 "table, jsonl, csv or arrow (an IPC stream); auto: a table "
                 "on a terminal, else jsonl")
      ->check(CLI::IsMember({"auto", "table", "jsonl", "csv", "arrow"}))
      ->capture_default_str();
}

absl::Status CheckRowFormat(const Console& console, std::string_view format) {
  if (format == "arrow" && console.out.is_terminal()) {
    return absl::InvalidArgumentError(
        "--format: arrow is no text for a terminal; send it to a file or a "
        "program");
  }
  return absl::OkStatus();
}

bool IsTable(const Console& console, std::string_view format) {
  return format == "table" || (format == "auto" && console.out.is_terminal());
}

RowOutput::RowOutput(Console& console, std::string_view format,
                     const ColumnList& columns)
    : console_(console),
      is_table_(IsTable(console, format)),
      writer_(MakeRowWriter(console, format, columns)) {}

void RowOutput::WriteHead() {
  if (head_written_) return;
  head_written_ = true;
  const std::string head = writer_->Head();
  console_.out.WriteRaw(
      is_table_ ? Styled(head, Style::kBold, console_.out_has_color) : head);
}

bool RowOutput::WriteRows(
    const google::protobuf::RepeatedPtrField<v1::Refpage>& rows) {
  WriteHead();
  std::string text;
  for (const v1::Refpage& row : rows) writer_->AppendRow(row, text);
  row_count_ += rows.size();
  return console_.out.Write(text);
}

void RowOutput::Finish(bool is_complete) {
  if (is_complete) WriteHead();
  if (!head_written_) return;
  std::string text;
  writer_->AppendEnd(is_complete, text);
  console_.out.Write(text);
}

}  // namespace backlinks
