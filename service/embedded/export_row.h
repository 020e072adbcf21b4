// Reads the rows of an export of backlinks from Ahrefs' web interface: a table
// whose headings have changed over the years (docs/rows.md lists them).
//
// Cells: an empty cell is absent. Times without an offset are in UTC. Ratings
//        are rounded. All else is as in importer.h.
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

namespace backlinks::embedded {

struct ExportColumn {
  const Column* column = nullptr;  // Null if the table has no such column.
  CellReading reading = CellReading::kExact;
};

// Returns the columns of a table with these headings, ignoring case. Headings
// are those of Ahrefs, our names of the columns, and those of API v3. Empty if
// no heading is that of url_to, so that the file is not such a table.
std::optional<std::vector<ExportColumn>> FindExportColumns(
    const std::vector<std::string>& headings);

// Errors: the number of cells differs from the number of columns.
absl::Status ReadExportRow(const std::vector<std::string>& cells,
                           const std::vector<ExportColumn>& columns, Row& row,
                           CellCounts& malformed_cells);

}  // namespace backlinks::embedded

#endif  // BACKLINKS_SERVICE_EMBEDDED_EXPORT_ROW_H_
