// Tells whether a file changed, without reading it: also when a symbolic link
// was swapped, as Kubernetes does with Secrets.
//
// Threads: stateless.
#ifndef BACKLINKS_SERVICE_ACCESS_FILE_VERSION_H_
#define BACKLINKS_SERVICE_ACCESS_FILE_VERSION_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"

namespace backlinks::access {

struct FileVersion {
  uint64_t device = 0;
  uint64_t inode = 0;
  int64_t size = 0;
  absl::Time modified;

  bool operator==(const FileVersion&) const = default;
};

// Returns the version of the file that the path leads to. Empty if there is
// none.
std::optional<FileVersion> VersionOf(const std::string& path);

struct FileContents {
  FileVersion version;  // As of before the contents were read.
  std::string text;
};

// Reads a regular file, at most `max_bytes` + 1 of it.
// Errors: INVALID_ARGUMENT "cannot be read: REASON".
absl::Status ReadFile(const std::string& path, size_t max_bytes,
                      FileContents& contents);

}  // namespace backlinks::access

#endif  // BACKLINKS_SERVICE_ACCESS_FILE_VERSION_H_
