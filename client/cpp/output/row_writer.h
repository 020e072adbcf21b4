// Rows: a table for people, JSON lines, CSV and Arrow for programs.
//
// jsonl: the names of the refpages table, numbers as numbers, dates as RFC
//        3339; absent columns are left out; other_columns as they came.
// csv:   RFC 4180: a header line, CRLF, quotes where needed; absent is empty.
// arrow: the streaming format of Apache Arrow IPC: int64, bool, utf8, and
//        timestamps in microseconds in UTC; absent is null. Rows come in
//        batches of at most 8,192, or 1 MiB and the row that passes it.
// table: fits the width; text is cut between characters.
// Threads: one at a time.
#ifndef BACKLINKS_CLIENT_CPP_OUTPUT_ROW_WRITER_H_
#define BACKLINKS_CLIENT_CPP_OUTPUT_ROW_WRITER_H_

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "backlinks/v1/refpage.pb.h"
#include "service/model/column.h"

namespace backlinks {

using ColumnList = std::vector<const Column*>;

class RowWriter {
 public:
  virtual ~RowWriter() = default;
  // What stands before the first row.
  virtual std::string Head() const = 0;
  // Appends what is ready of this row and those before it.
  virtual void AppendRow(const v1::Refpage& row, std::string& out) = 0;
  // Appends what stands after the last row, and what was not ready yet.
  virtual void AppendTail(std::string& /*out*/) {}
  // What the user should know of columns that are not shown; "": nothing.
  virtual std::string Note() const { return ""; }
};

std::unique_ptr<RowWriter> MakeJsonlWriter();
std::unique_ptr<RowWriter> MakeCsvWriter(ColumnList columns);
std::unique_ptr<RowWriter> MakeArrowWriter(ColumnList columns);
// `width` is that of the terminal, in cells.
std::unique_ptr<RowWriter> MakeTableWriter(const ColumnList& columns,
                                           int width);

}  // namespace backlinks

#endif  // BACKLINKS_CLIENT_CPP_OUTPUT_ROW_WRITER_H_
