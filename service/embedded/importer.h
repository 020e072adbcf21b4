// Makes the database of the embedded upstream of JSONL files.
//
// In:     one JSON object a line, plain or compressed; members named like the
//         columns, others are left out; empty lines are skipped.
// Errors: file, line number and what is wrong with it; then there is no
//         output. See OutputFile for what may be at its place.
#ifndef BACKLINKS_SERVICE_EMBEDDED_IMPORTER_H_
#define BACKLINKS_SERVICE_EMBEDDED_IMPORTER_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "service/embedded/database.h"

namespace backlinks {

// Writes `out`, replacing it when whole; returns the number of rows.
absl::StatusOr<int64_t> ImportJsonl(const std::vector<std::string>& files,
                                    const std::string& out);

// The same into an empty database, which is useless after an error.
absl::StatusOr<int64_t> ImportInto(const std::vector<std::string>& files,
                                   Database& database);

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_EMBEDDED_IMPORTER_H_
