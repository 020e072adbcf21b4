// Reads the cells of columns with a CellReading other than kExact.
//
// In:      the scalars of one cell, and whether an array begins.
// Errors:  false if the scalar is malformed. The row is then unchanged.
// Text:    a rounded cell keeps its original text, a number in JSON's syntax,
//          also if it was in a string.
// Threads: one at a time.
#ifndef BACKLINKS_SERVICE_DECODE_CELL_READER_H_
#define BACKLINKS_SERVICE_DECODE_CELL_READER_H_

#include <string_view>

#include "service/common/column/column.h"
#include "service/model/cell_reading.h"
#include "service/model/row.h"

namespace backlinks::decode {

class CellReader {
 public:
  // Starts a cell: the next events belong to this column.
  void Begin(CellReading reading, const Column& column) {
    reading_ = reading;
    type_ = column.type;
    column_ = column.number;
    in_list_ = false;
  }

  // Starts an array. Returns false if this column cannot be an array here.
  bool OpenList();

  // Returns whether the next event is an element of the array.
  bool in_list() const { return in_list_; }

  // Stores a scalar in the row. In an array it must be the first element that
  // is not null: the caller skips the nulls before it and the elements after
  // it.
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

}  // namespace backlinks::decode

#endif  // BACKLINKS_SERVICE_DECODE_CELL_READER_H_
