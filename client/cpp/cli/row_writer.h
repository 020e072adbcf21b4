// Rows as text: a table for people, JSON lines and CSV for programs.
//
// jsonl: the names of the refpages table, numbers as numbers, dates as RFC
//        3339; absent columns are left out; other_columns as they came.
// csv:   RFC 4180: a header line, CRLF, quotes where needed; absent is empty.
// table: fits the width; text is cut between characters.
// Threads: one at a time.
#ifndef BACKLINKS_CLIENT_CPP_CLI_ROW_WRITER_H_
#define BACKLINKS_CLIENT_CPP_CLI_ROW_WRITER_H_

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
  virtual void AppendRow(const v1::Refpage& row, std::string& out) const = 0;
  // What the user should know of columns that are not shown; "": nothing.
  virtual std::string Note() const { return ""; }
};

std::unique_ptr<RowWriter> MakeJsonlWriter();
std::unique_ptr<RowWriter> MakeCsvWriter(ColumnList columns);
// `width` is that of the terminal, in cells.
std::unique_ptr<RowWriter> MakeTableWriter(const ColumnList& columns,
                                           int width);

}  // namespace backlinks

#endif  // BACKLINKS_CLIENT_CPP_CLI_ROW_WRITER_H_
