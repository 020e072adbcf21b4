// Reads a cell otherwise than exactly; see CellReading.
//
// In:      the scalars of one cell, and whether an array begins.
// Errors:  false: the scalar is malformed; the row is then untouched.
// Text:    a rounded cell keeps what was written, which is a number as JSON
//          writes it, also where it stood in a string.
// Threads: one at a time.
#ifndef BACKLINKS_SERVICE_DECODE_CELL_READER_H_
#define BACKLINKS_SERVICE_DECODE_CELL_READER_H_

#include <string_view>

#include "service/model/cell_reading.h"
#include "service/model/column.h"
#include "service/model/row.h"

namespace backlinks {

class CellReader {
 public:
  // The next event is about this column.
  void Begin(CellReading reading, const Column& column) {
    reading_ = reading;
    type_ = column.type;
    column_ = column.number;
    in_list_ = false;
  }

  // An array begins; false: no list is read here.
  bool OpenList();

  // Whether what comes is an element of the list.
  bool in_list() const { return in_list_; }

  // Puts a scalar into the row. That of a list is the first one, the caller
  // leaves out what is before (nulls) and after it.
  bool Text(std::string_view text, Row& row) const;
  bool Number(std::string_view written, Row& row) const;
  bool Bool(bool value, Row& row) const;

 private:
  bool SetRounded(std::string_view written, Row& row) const;

  CellReading reading_ = CellReading::kExact;
  ColumnType type_ = ColumnType::kString;
  int column_ = 0;
  bool in_list_ = false;
};

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_DECODE_CELL_READER_H_
