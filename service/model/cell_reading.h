// How the value that an upstream sends for a column is to be read.
#ifndef BACKLINKS_SERVICE_MODEL_CELL_READING_H_
#define BACKLINKS_SERVICE_MODEL_CELL_READING_H_

#include <array>

#include "service/model/column.h"

namespace backlinks {

enum class CellReading {
  // As the column's type, exactly or not at all.
  kExact,
  // A number that need not be whole: rounded to the nearest int, halves away
  // from zero. Row::text keeps it as it was written.
  kRounded,
  // An array: its first element that is not null, read exactly; absent if
  // there is none. A scalar is read as an array of one.
  kFirstOfList,
  // API v3's discovered_status: whether the word is "pagefound".
  kPageFound,
  // API v3's link_type: its words "text" and "image" are HREF, others as
  // kExact.
  kV3LinkType,
};

// By column number.
using CellReadings = std::array<CellReading, kColumnCount + 1>;

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_MODEL_CELL_READING_H_
