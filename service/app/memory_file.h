// A file that exists in memory only, with a path that other code of this
// process can open. Its content is replaced as a whole: who opens the path gets
// the old content or the new one.
//
// Errors:  UNAVAILABLE if the system has no /proc, or no memory or descriptors.
// Threads: readers may open the path at any time; Replace is called from one
//          thread at a time.
#ifndef BACKLINKS_SERVICE_APP_MEMORY_FILE_H_
#define BACKLINKS_SERVICE_APP_MEMORY_FILE_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/status.h"

namespace backlinks::app {

class MemoryFile {
 public:
  MemoryFile() = default;
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;
  ~MemoryFile();

  // Creates the file at the first call. The modification time differs from that
  // of the content before by at least a second.
  absl::Status Replace(std::string_view content);

  // Returns "/proc/self/fd/7". Empty before the first Replace.
  std::string path() const;

 private:
  int descriptor_ = -1;
  int64_t version_ = 0;
};

}  // namespace backlinks::app

#endif  // BACKLINKS_SERVICE_APP_MEMORY_FILE_H_
