// Reads the lines of a text file, plain or compressed, as UTF-8.
//
// In:     UTF-8, or UTF-16 with a byte order mark.
// Errors: those of CompressedFile.
// Limits: 16 MiB for a line.  Threads: one at a time.
#ifndef BACKLINKS_SERVICE_EMBEDDED_LINE_READER_H_
#define BACKLINKS_SERVICE_EMBEDDED_LINE_READER_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "absl/status/statusor.h"
#include "service/embedded/compressed_file.h"
#include "service/embedded/utf16_decoder.h"

namespace backlinks::embedded {

class LineReader {
 public:
  static absl::StatusOr<LineReader> Open(const std::string& path);

  // Returns the next line without its line break. It is valid until the next
  // call. Empty at the end of the file.
  absl::StatusOr<std::optional<std::string_view>> Next();

  // Returns the number, from 1, of the line that Next returned or failed to
  // read.
  int64_t line_number() const { return line_number_; }

 private:
  explicit LineReader(CompressedFile file) : file_(std::move(file)) {}
  absl::Status Fill();
  void Begin(std::string_view& block);

  CompressedFile file_;
  std::string block_;  // A block of the file.
  bool begun_ = false;
  std::optional<Utf16Decoder> utf16_;  // Empty for UTF-8.
  std::string buffer_;
  size_t begin_ = 0;  // Where the next line begins in buffer_.
  bool ended_ = false;
  int64_t line_number_ = 0;
};

}  // namespace backlinks::embedded

#endif  // BACKLINKS_SERVICE_EMBEDDED_LINE_READER_H_
