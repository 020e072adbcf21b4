// Creates the database of the embedded upstream from files of rows.
//
// In:     one JSON object per line, with members named like the columns; or a
//         CSV export of Ahrefs, with tabs, commas or semicolons (export_row.h).
//         Plain or compressed; in UTF-8, or in UTF-16 with a byte order mark.
//         Blank lines, and other members and columns, are ignored.
// Cells:  converted like those of an upstream's response (page_decoder.h). A
//         cell that cannot be converted is empty, and is counted.
// Errors: the file, the line and what is wrong with it, or what kind of file it
//         is if it has another format. No output is then written. For errors of
//         the output see PendingDatabase.
#ifndef BACKLINKS_SERVICE_EMBEDDED_IMPORTER_H_
#define BACKLINKS_SERVICE_EMBEDDED_IMPORTER_H_

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "service/common/column/column.h"
#include "service/embedded/database.h"

namespace backlinks::embedded {

// Numbers of cells by column number.
using CellCounts = std::array<int64_t, kColumnCount + 1>;

struct ImportReport {
  int64_t row_count = 0;
  // Cells that could not be converted, or had text that is not UTF-8.
  CellCounts malformed_cells{};
};

// Writes the database to `out`, and replaces an existing one when the new one
// is complete.
absl::StatusOr<ImportReport> ImportFiles(const std::vector<std::string>& files,
                                         const std::string& out);

// Imports into an empty database, which is unusable after an error.
absl::StatusOr<ImportReport> ImportInto(const std::vector<std::string>& files,
                                        Database& database);

// Returns "3 cells are malformed: ahrefs_rank (2), title (1)". Empty if none
// is.
std::string DescribeMalformedCells(const CellCounts& counts);

}  // namespace backlinks::embedded

#endif  // BACKLINKS_SERVICE_EMBEDDED_IMPORTER_H_
