// The rows of the embedded upstream, as a database file for SQLite.
//
// In:      a database made by the importer, which is opened in place; a
//          compressed database, which is decompressed into a temporary file; or
//          JSONL or a CSV export of Ahrefs, plain or compressed, which is
//          imported into a temporary database (importer.h).
// Errors:  one line that names the file, or the folder for temporary files.
// Threads: Connect and Version may be called from any thread.
#ifndef BACKLINKS_SERVICE_EMBEDDED_DATA_FILE_H_
#define BACKLINKS_SERVICE_EMBEDDED_DATA_FILE_H_

#include <optional>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "service/embedded/database.h"
#include "service/embedded/temporary_file.h"

namespace backlinks::embedded {

class DataFile {
 public:
  static absl::StatusOr<DataFile> Open(const std::string& path);

  // Opens a read-only connection, which must not outlive this object.
  absl::StatusOr<Database> Connect() const;

  // Returns text that differs if the file was replaced or changed. Empty if it
  // does not exist.
  std::string Version() const;

  // Returns which imported cells are malformed (DescribeMalformedCells). Empty
  // if none is, or if nothing was imported.
  const std::string& import_note() const { return import_note_; }

 private:
  explicit DataFile(std::string path) : path_(std::move(path)) {}
  absl::Status Unpack();

  std::string path_;
  std::optional<TemporaryFile> unpacked_;  // Empty if SQLite reads path_.
  std::string import_note_;
};

}  // namespace backlinks::embedded

#endif  // BACKLINKS_SERVICE_EMBEDDED_DATA_FILE_H_
