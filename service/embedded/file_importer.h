// Imports the rows of one file, whose format it recognizes by its first line.
//
// Errors: see importer.h.
#ifndef BACKLINKS_SERVICE_EMBEDDED_FILE_IMPORTER_H_
#define BACKLINKS_SERVICE_EMBEDDED_FILE_IMPORTER_H_

#include <string>

#include "absl/status/status.h"
#include "service/embedded/importer.h"
#include "service/embedded/row_inserter.h"

namespace backlinks {

// Adds the malformed cells of its rows to `malformed_cells`.
absl::Status ImportFile(const std::string& file, RowInserter& inserter,
                        CellCounts& malformed_cells);

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_EMBEDDED_FILE_IMPORTER_H_
