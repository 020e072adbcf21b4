// Reads a file of limited size: a secret, a certificate, a flag file.
//
// Threads: stateless.
#ifndef BACKLINKS_SERVICE_CONFIG_SMALL_FILE_H_
#define BACKLINKS_SERVICE_CONFIG_SMALL_FILE_H_

#include <cstddef>
#include <string>

#include "absl/status/statusor.h"

namespace backlinks::config {

// The file may be a pipe.
// Errors: UNAVAILABLE with the system's message; OUT_OF_RANGE if the file has
//         more than `max_bytes`.
absl::StatusOr<std::string> ReadSmallFile(const std::string& path,
                                          size_t max_bytes);

}  // namespace backlinks::config

#endif  // BACKLINKS_SERVICE_CONFIG_SMALL_FILE_H_
