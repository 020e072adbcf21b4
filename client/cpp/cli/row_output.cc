#include "client/cpp/cli/row_output.h"

#include "client/cpp/cli/color.h"

namespace backlinks {

void AddRowFormatOption(CLI::App& app, std::string& format) {
  app.add_option("--format", format,
                 "table, jsonl, csv or arrow (an IPC stream); auto: a table "
                 "on a terminal, else jsonl")
      ->check(CLI::IsMember({"auto", "table", "jsonl", "csv", "arrow"}))
      ->capture_default_str();
}

absl::Status CheckRowFormat(const Console& console, std::string_view format) {
  if (format != "arrow" || !console.out_is_terminal) return absl::OkStatus();
  return absl::InvalidArgumentError(
      "--format: arrow is no text for a terminal; send it to a file or a "
      "program");
}

bool IsTable(const Console& console, std::string_view format) {
  return format == "table" || (format == "auto" && console.out_is_terminal);
}

RowOutput::RowOutput(const Console& console, std::string_view format,
                     const ColumnList& columns)
    : console_(console), is_table_(IsTable(console, format)) {
  if (format == "csv") {
    writer_ = MakeCsvWriter(columns);
  } else if (format == "arrow") {
    writer_ = MakeArrowWriter(columns);
  } else if (is_table_) {
    writer_ = MakeTableWriter(columns, console.width);
  } else {
    writer_ = MakeJsonlWriter();
  }
}

bool RowOutput::WriteHead() {
  const std::string head = writer_->Head();
  return Put(console_, is_table_
                           ? Styled(head, Style::kBold, console_.out_has_color)
                           : head);
}

bool RowOutput::WriteRows(
    const google::protobuf::RepeatedPtrField<v1::Refpage>& rows) {
  std::string text;
  for (const v1::Refpage& row : rows) writer_->AppendRow(row, text);
  row_count_ += rows.size();
  return Put(console_, text);
}

bool RowOutput::WriteTail() {
  std::string text;
  writer_->AppendTail(text);
  return Put(console_, text);
}

}  // namespace backlinks
