// A new database file. It is written under a temporary name in the folder of
// its path, and Commit renames it to that path.
//
// Errors: the path names a file that the importer did not create, or it cannot
//         be written. Only an empty file or a database of the importer is ever
//         replaced, never an input or another file.
#ifndef BACKLINKS_SERVICE_EMBEDDED_PENDING_DATABASE_H_
#define BACKLINKS_SERVICE_EMBEDDED_PENDING_DATABASE_H_

#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace backlinks::embedded {

class PendingDatabase {
 public:
  static absl::StatusOr<PendingDatabase> Create(const std::string& path);
  PendingDatabase(PendingDatabase&& other) noexcept
      : path_(std::move(other.path_)),
        part_(std::exchange(other.part_, std::string())) {}
  PendingDatabase& operator=(PendingDatabase&&) = delete;
  // Removes the file unless it was committed.
  ~PendingDatabase();

  // The path of the temporary file, which is empty at first.
  const std::string& part() const { return part_; }

  absl::Status Commit();

 private:
  PendingDatabase(std::string path, std::string part)
      : path_(std::move(path)), part_(std::move(part)) {}

  std::string path_;
  std::string part_;  // Empty if it was committed or moved from.
};

}  // namespace backlinks::embedded

#endif  // BACKLINKS_SERVICE_EMBEDDED_PENDING_DATABASE_H_
