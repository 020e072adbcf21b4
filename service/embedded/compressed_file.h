// Reads a file, and decompresses it if it is compressed (by gzip, xz, zstd or
// bzip2, recognized by magic bytes).
//
// Errors: the file cannot be read, or its compression is damaged.
// Holds:  a block of the file, and the state of the decompressor.
// Threads: one at a time.
#ifndef BACKLINKS_SERVICE_EMBEDDED_COMPRESSED_FILE_H_
#define BACKLINKS_SERVICE_EMBEDDED_COMPRESSED_FILE_H_

#include <cstddef>
#include <memory>
#include <string>

#include "absl/status/statusor.h"

struct archive;

namespace backlinks::embedded {

class CompressedFile {
 public:
  static absl::StatusOr<CompressedFile> Open(const std::string& path);

  // Reads at most `size` bytes and returns their number; 0 at the end.
  absl::StatusOr<size_t> Read(char* buffer, size_t size);

 private:
  struct Free {
    void operator()(archive* reader) const;
  };
  explicit CompressedFile(archive* reader) : reader_(reader) {}

  std::unique_ptr<archive, Free> reader_;
  bool is_empty_ = false;
};

}  // namespace backlinks::embedded

#endif  // BACKLINKS_SERVICE_EMBEDDED_COMPRESSED_FILE_H_
