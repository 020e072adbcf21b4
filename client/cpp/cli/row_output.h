// Writes rows to stdout in the requested format.
#ifndef BACKLINKS_CLIENT_CPP_CLI_ROW_OUTPUT_H_
#define BACKLINKS_CLIENT_CPP_CLI_ROW_OUTPUT_H_

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "CLI/CLI.hpp"
#include "absl/status/status.h"
#include "backlinks/v1/backlinks_service.pb.h"
#include "client/cpp/cli/console.h"
#include "client/cpp/output/row_writer.h"

namespace backlinks::cli {

struct RowFormatArguments {
  std::string format = "auto";
  bool no_header = false;
  output::CsvOptions csv;
};

void AddRowFormatOptions(CLI::App& app, RowFormatArguments& arguments);

// Rejects formats that a terminal cannot show, and options of another format.
absl::Status CheckRowFormat(const Console& console,
                            const RowFormatArguments& arguments);

bool IsArrow(const RowFormatArguments& arguments);

// Whether the format is a table; "auto" is a table on a terminal, else jsonl.
bool IsTable(const Console& console, std::string_view format);

class RowOutput {
 public:
  RowOutput(Console& console, const RowFormatArguments& arguments,
            const output::ColumnList& columns);

  // Writes rows, and before the first one the head of the format: a call that
  // fails before the first row writes nothing. Returns false if nothing more
  // can be written.
  bool WriteRows(const google::protobuf::RepeatedPtrField<v1::Refpage>& rows);
  // The same for the rows of a message. With --format arrow, its batch is
  // written as it is.
  bool WriteMessage(const v1::StreamRefpagesResponse& message);

  // Must be called after success and failure, because rows may be buffered. A
  // format with an end mark gets one only if the rows are complete.
  void Finish(bool is_complete);

  int64_t row_count() const { return row_count_; }
  // Returns information for the user about columns that are not shown. Empty if
  // all are.
  std::string Note() const { return writer_->Note(); }

  // Returns the flag by which another command appends to this output. Empty if
  // it needs none.
  std::string_view AppendFlag() const;
  // Returns a remark on where the output of that command belongs. May be empty.
  std::string_view AppendRemark() const;

 private:
  void WriteHead();
  std::string Head() const {
    return arrow_schema_.empty() ? writer_->Head() : arrow_schema_;
  }

  Console& console_;
  const RowFormatArguments& arguments_;
  const bool is_table_;
  const std::unique_ptr<output::RowWriter> writer_;
  std::string arrow_schema_;  // Of the first message that had one.
  std::string text_;          // Reused, with its capacity.
  bool head_written_ = false;
  int64_t row_count_ = 0;
};

}  // namespace backlinks::cli

#endif  // BACKLINKS_CLIENT_CPP_CLI_ROW_OUTPUT_H_
