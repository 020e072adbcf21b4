// Rows: a table for people, JSON lines, CSV and Arrow for programs. The page
// docs/output.md describes the formats.
//
// Terminals: tables and JSON lines have nothing in them that could control a
//            terminal; CSV keeps every text as it is.
// Threads:   one at a time.
#ifndef BACKLINKS_CLIENT_CPP_OUTPUT_ROW_WRITER_H_
#define BACKLINKS_CLIENT_CPP_OUTPUT_ROW_WRITER_H_

#include <memory>
#include <string>
#include <vector>

#include "backlinks/v1/refpage.pb.h"
#include "service/model/column.h"

namespace backlinks {

using ColumnList = std::vector<const Column*>;

class RowWriter {
 public:
  virtual ~RowWriter() = default;
  // Returns what precedes the first row.
  virtual std::string Head() const = 0;
  // Appends what is ready of this row and those before it.
  virtual void AppendRow(const v1::Refpage& row, std::string& out) = 0;
  // Appends what was not ready yet, and a mark of the end if the format has
  // one. `is_complete` is false if more rows would follow, but for an error.
  virtual void AppendEnd(bool /*is_complete*/, std::string& /*out*/) {}
  // Returns what the user should know of columns that are not shown. Empty if
  // all are.
  virtual std::string Note() const { return ""; }
};

struct CsvOptions {
  std::string null;  // The field of a null, never quoted.
  bool byte_order_mark = false;
  bool escape_formulas = false;  // See docs/output.md.
};

std::unique_ptr<RowWriter> MakeJsonlWriter();
std::unique_ptr<RowWriter> MakeCsvWriter(ColumnList columns,
                                         CsvOptions options = {});
std::unique_ptr<RowWriter> MakeArrowWriter(ColumnList columns);
// `width` is that of the terminal, in cells.
std::unique_ptr<RowWriter> MakeTableWriter(const ColumnList& columns,
                                           int width);

}  // namespace backlinks

#endif  // BACKLINKS_CLIENT_CPP_OUTPUT_ROW_WRITER_H_
