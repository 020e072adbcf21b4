// Makes the database of the embedded upstream of JSONL files.
//
// In:     one JSON object a line, plain or compressed; members named like the
//         columns, others are left out; empty lines are skipped.
// Errors: file, line number and what is wrong with it; then there is no
//         output.
#ifndef BACKLINKS_SERVICE_EMBEDDED_IMPORTER_H_
#define BACKLINKS_SERVICE_EMBEDDED_IMPORTER_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace backlinks {

// Writes `out`, replacing it when whole; returns the number of rows.
absl::StatusOr<int64_t> ImportJsonl(const std::vector<std::string>& files,
                                    const std::string& out);

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_EMBEDDED_IMPORTER_H_
