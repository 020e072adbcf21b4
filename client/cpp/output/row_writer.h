// Formats rows: as a table for people, or as JSON lines, CSV or Arrow for
// programs. docs/output.md describes the formats.
//
// Terminals: tables and JSON lines contain nothing that could control a
//            terminal; CSV keeps every text unchanged.
// Threads:   one at a time.
#ifndef BACKLINKS_CLIENT_CPP_OUTPUT_ROW_WRITER_H_
#define BACKLINKS_CLIENT_CPP_OUTPUT_ROW_WRITER_H_

#include <memory>
#include <string>
#include <vector>

#include "backlinks/v1/refpage.pb.h"
#include "service/common/column/column.h"

namespace backlinks::output {

using ColumnList = std::vector<const Column*>;

class RowWriter {
 public:
  virtual ~RowWriter() = default;
  // Returns the text before the first row.
  virtual std::string Head() const = 0;
  // Appends the rows that are ready, this one included if possible.
  virtual void AppendRow(const v1::Refpage& row, std::string& out) = 0;
  // Appends all remaining rows, and an end mark if the format has one.
  // `is_complete` is false if an error prevented further rows.
  virtual void AppendEnd(bool /*is_complete*/, std::string& /*out*/) {}
  // Returns information for the user about columns that are not shown. Empty if
  // all are.
  virtual std::string Note() const { return ""; }
};

struct CsvOptions {
  std::string null;  // The field for a null, never quoted.
  bool byte_order_mark = false;
  bool escape_formulas = false;  // See docs/output.md.
};

std::unique_ptr<RowWriter> MakeJsonlWriter();
std::unique_ptr<RowWriter> MakeCsvWriter(ColumnList columns,
                                         CsvOptions options = {});
std::unique_ptr<RowWriter> MakeArrowWriter(ColumnList columns);
// `width` is the terminal's, in cells.
std::unique_ptr<RowWriter> MakeTableWriter(const ColumnList& columns,
                                           int width);

}  // namespace backlinks::output

#endif  // BACKLINKS_CLIENT_CPP_OUTPUT_ROW_WRITER_H_
