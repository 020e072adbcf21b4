#include "client/cpp/cli/row_output.h"

#include "client/cpp/cli/color.h"

namespace backlinks::cli {
namespace {

// A terminal must not get a byte order mark.
output::CsvOptions CsvOptionsFor(const Console& console,
                                 output::CsvOptions options) {
  if (console.out.is_terminal()) options.byte_order_mark = false;
  return options;
}

std::unique_ptr<output::RowWriter> MakeRowWriter(
    const Console& console, const RowFormatArguments& arguments,
    const output::ColumnList& columns) {
  if (arguments.format == "csv") {
    return output::MakeCsvWriter(columns,
                                 CsvOptionsFor(console, arguments.csv));
  }
  if (IsArrow(arguments)) return output::MakeArrowWriter(columns);
  return IsTable(console, arguments.format)
             ? output::MakeTableWriter(columns, console.width)
             : output::MakeJsonlWriter();
}

absl::Status CheckCsvOptions(const RowFormatArguments& arguments) {
  const output::CsvOptions& csv = arguments.csv;
  if (csv.null.find_first_of(",\"\r\n") != csv.null.npos) {
    return absl::InvalidArgumentError(
        "--csv-null: must not have a comma, a quote or a line end in it");
  }
  const bool any =
      !csv.null.empty() || csv.byte_order_mark || csv.escape_formulas;
  if (!any || arguments.format == "csv") return absl::OkStatus();
  return absl::InvalidArgumentError(
      "--csv-null, --csv-bom and --csv-safe need --format csv");
}

}  // namespace

void AddRowFormatOptions(CLI::App& app, RowFormatArguments& arguments) {
  app.add_option("--format", arguments.format,
                 "table, jsonl, csv or arrow (an IPC stream); auto: a table "
                 "on a terminal, else jsonl")
      ->check(CLI::IsMember({"auto", "table", "jsonl", "csv", "arrow"}))
      ->capture_default_str();
  app.add_flag("--no-header", arguments.no_header,
               "Omit the header of csv and table, to append to a file");
  app.add_option("--csv-null", arguments.csv.null,
                 "csv: field of a null, e.g. NULL (default: nothing)");
  app.add_flag("--csv-bom", arguments.csv.byte_order_mark,
               "csv: begin with a byte order mark, for Excel");
  app.add_flag("--csv-safe", arguments.csv.escape_formulas,
               "csv: a quote before text that a spreadsheet would execute");
}

absl::Status CheckRowFormat(const Console& console,
                            const RowFormatArguments& arguments) {
  if (IsArrow(arguments) && arguments.no_header) {
    return absl::InvalidArgumentError(
        "--no-header: an arrow stream needs its schema");
  }
  if (IsArrow(arguments) && console.out.is_terminal()) {
    return absl::InvalidArgumentError(
        "--format: arrow is binary and is not written to a terminal; send it "
        "to a file or a "
        "program");
  }
  return CheckCsvOptions(arguments);
}

bool IsArrow(const RowFormatArguments& arguments) {
  return arguments.format == "arrow";
}

bool IsTable(const Console& console, std::string_view format) {
  return format == "table" || (format == "auto" && console.out.is_terminal());
}

RowOutput::RowOutput(Console& console, const RowFormatArguments& arguments,
                     const output::ColumnList& columns)
    : console_(console),
      arguments_(arguments),
      is_table_(IsTable(console, arguments.format)),
      writer_(MakeRowWriter(console, arguments, columns)) {}

void RowOutput::WriteHead() {
  if (head_written_) return;
  head_written_ = true;
  if (arguments_.no_header) return;
  const std::string head = Head();
  console_.out.WriteRaw(
      is_table_ ? Styled(head, Style::kBold, console_.out_has_color) : head);
}

bool RowOutput::WriteRows(
    const google::protobuf::RepeatedPtrField<v1::Refpage>& rows) {
  WriteHead();
  text_.clear();
  for (const v1::Refpage& row : rows) writer_->AppendRow(row, text_);
  row_count_ += rows.size();
  return console_.out.Write(text_);
}

bool RowOutput::WriteMessage(const v1::StreamRefpagesResponse& message) {
  if (!IsArrow(arguments_)) return WriteRows(message.refpages());
  // Another attempt of the call sends the schema again.
  if (arrow_schema_.empty()) arrow_schema_ = message.arrow_schema();
  WriteHead();
  row_count_ += message.arrow_row_count();
  return console_.out.Write(message.arrow_record_batch());
}

void RowOutput::Finish(bool is_complete) {
  if (is_complete) WriteHead();
  if (!head_written_) return;
  text_.clear();
  writer_->AppendEnd(is_complete, text_);
  console_.out.Write(text_);
}

std::string_view RowOutput::AppendFlag() const {
  const bool has_header =
      arguments_.format == "csv" || (is_table_ && !console_.out.is_terminal());
  return has_header && head_written_ ? "--no-header" : "";
}

std::string_view RowOutput::AppendRemark() const {
  return IsArrow(arguments_) ? " (into another file)" : "";
}

}  // namespace backlinks::cli
