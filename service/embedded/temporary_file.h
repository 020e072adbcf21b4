// A file without a name in the folder for temporary files, which is $TMPDIR, or
// /tmp if that is not set. The system removes it however the process ends.
//
// Errors: the folder does not exist or cannot be written to. No other folder is
//         tried, in particular not the working folder.
#ifndef BACKLINKS_SERVICE_EMBEDDED_TEMPORARY_FILE_H_
#define BACKLINKS_SERVICE_EMBEDDED_TEMPORARY_FILE_H_

#include <string>
#include <string_view>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace backlinks::embedded {

class TemporaryFile {
 public:
  static absl::StatusOr<TemporaryFile> Create();
  TemporaryFile(TemporaryFile&& other) noexcept
      : folder_(std::move(other.folder_)),
        descriptor_(std::exchange(other.descriptor_, -1)) {}
  TemporaryFile& operator=(TemporaryFile&&) = delete;
  ~TemporaryFile();

  int descriptor() const { return descriptor_; }
  const std::string& folder() const { return folder_; }

  // Appends to the file.
  absl::Status Write(std::string_view bytes);

 private:
  TemporaryFile(std::string folder, int descriptor)
      : folder_(std::move(folder)), descriptor_(descriptor) {}

  std::string folder_;
  int descriptor_;
};

}  // namespace backlinks::embedded

#endif  // BACKLINKS_SERVICE_EMBEDDED_TEMPORARY_FILE_H_
