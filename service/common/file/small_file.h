// Reads a file of limited size: a secret, a certificate, a file of flags or of
// callers.
//
// Errors:  UNAVAILABLE "cannot be read: REASON", with the system's message;
//          OUT_OF_RANGE "is larger than 4096 bytes".
// Threads: stateless.
#ifndef BACKLINKS_SERVICE_COMMON_FILE_SMALL_FILE_H_
#define BACKLINKS_SERVICE_COMMON_FILE_SMALL_FILE_H_

#include <cstddef>
#include <string>

#include "absl/status/statusor.h"

namespace backlinks {

// The limit for files without a more specific one.
inline constexpr size_t kMaxSmallFileBytes = 1 << 20;

enum class FileKind {
  kAny,      // A pipe, too: waits for its writer, and reads it to the end.
  kRegular,  // Others are errors. Never waits for a writer.
};

absl::StatusOr<std::string> ReadSmallFile(const std::string& path,
                                          size_t max_bytes = kMaxSmallFileBytes,
                                          FileKind kind = FileKind::kAny);

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_COMMON_FILE_SMALL_FILE_H_
