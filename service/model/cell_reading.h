// How to read the value that an upstream sends for a column.
#ifndef BACKLINKS_SERVICE_MODEL_CELL_READING_H_
#define BACKLINKS_SERVICE_MODEL_CELL_READING_H_

#include <array>

#include "service/common/column/column.h"

namespace backlinks {

enum class CellReading {
  // The exact value of the column's type, or an error.
  kExact,
  // A number that may have a fraction: rounded to the nearest int, halves away
  // from zero. Row::text keeps the original.
  kRounded,
  // An array: its first element that is not null, read as kExact; absent if
  // there is none. A scalar is read as an array of one element.
  kFirstOfList,
  // API v3's discovered_status: true for the word "pagefound".
  kPageFound,
  // API v3's link_type: "text" and "image" are HREF, other words as kExact.
  kV3LinkType,
};

// Indexed by column number.
using CellReadings = std::array<CellReading, kColumnCount + 1>;

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_MODEL_CELL_READING_H_
