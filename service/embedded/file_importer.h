// Imports the rows of one file. Its first line determines the format.
//
// Errors: see importer.h.
#ifndef BACKLINKS_SERVICE_EMBEDDED_FILE_IMPORTER_H_
#define BACKLINKS_SERVICE_EMBEDDED_FILE_IMPORTER_H_

#include <string>

#include "absl/status/status.h"
#include "service/embedded/importer.h"
#include "service/embedded/row_inserter.h"

namespace backlinks::embedded {

// Imports the rows of `file`, and adds their malformed cells to
// `malformed_cells`.
absl::Status ImportFile(const std::string& file, RowInserter& inserter,
                        CellCounts& malformed_cells);

}  // namespace backlinks::embedded

#endif  // BACKLINKS_SERVICE_EMBEDDED_FILE_IMPORTER_H_
