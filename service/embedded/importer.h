// Makes the database of the embedded upstream from files of rows.
//
// In:     one JSON object a line, its members named like the columns; or a CSV
//         export of Ahrefs, with tabs, commas or semicolons (export_row.h).
//         Plain or compressed; in UTF-8, or in UTF-16 with a byte order mark.
//         Lines of blanks and other members and columns are ignored.
// Cells:  converted as those of an upstream's answer are (page_decoder.h). A
//         cell that cannot be converted is empty, and counted.
// Errors: the file, the line and what is wrong with the line, or what the file
//         is if it is of another format; then there is no output. See
//         PendingDatabase for what may be at its place.
#ifndef BACKLINKS_SERVICE_EMBEDDED_IMPORTER_H_
#define BACKLINKS_SERVICE_EMBEDDED_IMPORTER_H_

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "service/embedded/database.h"
#include "service/model/column.h"

namespace backlinks {

// By column number.
using CellCounts = std::array<int64_t, kColumnCount + 1>;

struct ImportReport {
  int64_t row_count = 0;
  // Cells that could not be converted, or had text that is not UTF-8.
  CellCounts malformed_cells{};
};

// Writes the database `out`, and replaces it once the new one is whole.
absl::StatusOr<ImportReport> ImportFiles(const std::vector<std::string>& files,
                                         const std::string& out);

// The same into an empty database, which is useless after an error.
absl::StatusOr<ImportReport> ImportInto(const std::vector<std::string>& files,
                                        Database& database);

// "3 cells are malformed: ahrefs_rank (2), title (1)"; empty if none is.
std::string DescribeMalformedCells(const CellCounts& counts);

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_EMBEDDED_IMPORTER_H_
