// The lines of a file, plain or compressed (whatever libarchive knows by its
// magic bytes: gzip, xz, zstd, bzip2 …).
//
// Errors: the file cannot be read, or its compression is damaged.
// Limits: a line of at most 16 MiB.  Threads: one at a time.
#ifndef BACKLINKS_SERVICE_EMBEDDED_LINE_READER_H_
#define BACKLINKS_SERVICE_EMBEDDED_LINE_READER_H_

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

struct archive;

namespace backlinks {

class LineReader {
 public:
  static absl::StatusOr<LineReader> Open(const std::string& path);

  // The next line without its end, valid until the next call; nothing: end.
  absl::StatusOr<std::optional<std::string_view>> Next();

 private:
  struct Free {
    void operator()(archive* reader) const;
  };
  explicit LineReader(archive* reader) : reader_(reader) {}
  absl::Status Fill();

  std::unique_ptr<archive, Free> reader_;
  std::string buffer_;
  size_t begin_ = 0;  // Of the next line, in buffer_.
  bool ended_ = false;
};

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_EMBEDDED_LINE_READER_H_
