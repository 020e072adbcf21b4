// Rows of an export of backlinks from Ahrefs' web interface: a table whose
// headings have changed over the years (docs/rows.md lists them).
//
// Cells: an empty one is absent. Times without an offset are UTC. Ratings are
//        rounded. Otherwise as in importer.h.
// Threads: stateless.
#ifndef BACKLINKS_SERVICE_EMBEDDED_EXPORT_ROW_H_
#define BACKLINKS_SERVICE_EMBEDDED_EXPORT_ROW_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "service/embedded/importer.h"
#include "service/model/cell_reading.h"
#include "service/model/row.h"

namespace backlinks {

struct ExportColumn {
  const Column* column = nullptr;  // Null if the table has no such column.
  CellReading reading = CellReading::kExact;
};

// The columns of a table with these headings, without regard to case: those of
// Ahrefs, our columns' names and API v3's. Empty if none is that of url_to, so
// that this is no such table.
std::optional<std::vector<ExportColumn>> FindExportColumns(
    const std::vector<std::string>& headings);

// Errors: another number of cells than of columns.
absl::Status ReadExportRow(const std::vector<std::string>& cells,
                           const std::vector<ExportColumn>& columns, Row& row,
                           CellCounts& malformed_cells);

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_EMBEDDED_EXPORT_ROW_H_
