// Loads the callers' file into a directory of callers, and again when asked.
//
// Errors:  INVALID_ARGUMENT with one line that begins with the path. The
//          callers stay as they are.
// Threads: one at a time. The directory may be used by others meanwhile.
#ifndef BACKLINKS_SERVICE_ACCESS_CALLERS_FILE_LOADER_H_
#define BACKLINKS_SERVICE_ACCESS_CALLERS_FILE_LOADER_H_

#include <cstddef>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "service/access/caller_directory.h"

namespace backlinks::access {

struct CallersFileCounts {
  size_t callers = 0;
  size_t keys = 0;
  size_t certificates = 0;
  bool allows_anonymous = false;
};

class CallersFileLoader {
 public:
  // `directory` must outlive the loader.
  CallersFileLoader(std::string path, CallerDirectory& directory);

  const std::string& path() const { return path_; }

  // Returns what was loaded. Empty if the file has the contents that were
  // loaded last.
  absl::StatusOr<std::optional<CallersFileCounts>> Load();

 private:
  absl::StatusOr<CallersFileCounts> Apply();

  const std::string path_;
  CallerDirectory& directory_;
  // The contents that were read last, and their error. Empty if the file could
  // not be read.
  std::optional<std::string> contents_;
  absl::Status error_;
};

}  // namespace backlinks::access

#endif  // BACKLINKS_SERVICE_ACCESS_CALLERS_FILE_LOADER_H_
