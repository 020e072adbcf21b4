// A database on its way to its place: written under a name of its own in the
// same folder, and renamed when it is whole.
//
// Errors: the place holds a file that the importer did not make, or cannot be
//         written to. Only an empty file and a database of the importer are
//         ever replaced, so no input and no other file can be.
#ifndef BACKLINKS_SERVICE_EMBEDDED_OUTPUT_FILE_H_
#define BACKLINKS_SERVICE_EMBEDDED_OUTPUT_FILE_H_

#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace backlinks {

class OutputFile {
 public:
  static absl::StatusOr<OutputFile> Create(const std::string& path);
  OutputFile(OutputFile&& other) noexcept
      : path_(std::move(other.path_)),
        part_(std::exchange(other.part_, std::string())) {}
  OutputFile& operator=(OutputFile&&) = delete;
  // Removes what was not committed.
  ~OutputFile();

  // An empty file.
  const std::string& part() const { return part_; }

  absl::Status Commit();

 private:
  OutputFile(std::string path, std::string part)
      : path_(std::move(path)), part_(std::move(part)) {}

  std::string path_;
  std::string part_;  // Empty if it was committed or moved from.
};

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_EMBEDDED_OUTPUT_FILE_H_
