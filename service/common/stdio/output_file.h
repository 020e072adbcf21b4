// A file descriptor for output that remembers the first failed write.
//
// Text:    on a terminal, text is sanitized first
//          (service/common/text/terminal_text.h).
// Errors:  after a failed write all others do nothing and fail. EPIPE is not an
//          error: it means that the reader wants no more.
// Threads: one at a time.
#ifndef BACKLINKS_SERVICE_COMMON_STDIO_OUTPUT_FILE_H_
#define BACKLINKS_SERVICE_COMMON_STDIO_OUTPUT_FILE_H_

#include <string>
#include <string_view>

#include "absl/status/status.h"

namespace backlinks {

class OutputFile {
 public:
  // Does not own the descriptor. `name` is for error messages.
  OutputFile(int descriptor, std::string name, bool is_terminal);

  // Writes text of any origin. Returns false if nothing more can be written.
  bool Write(std::string_view text);

  // Writes bytes unchanged: a binary format, or escape sequences of this
  // program. Waits if a nonblocking descriptor is not ready.
  bool WriteRaw(std::string_view bytes);

  // Returns false if the descriptor is closed or cannot be written to at all.
  // Must be called before work whose result would be lost.
  bool CheckWritable();

  // Must be called after the last write, because some file systems report an
  // error only when a file is closed. Does not close the descriptor.
  void Finish();

  bool is_terminal() const { return is_terminal_; }

  // The first failure. OK if there is none, or if the reader has closed its
  // end.
  const absl::Status& status() const { return status_; }

 private:
  void Fail(int error);

  int descriptor_;
  std::string name_;
  bool is_terminal_;
  bool is_open_ = true;
  absl::Status status_;
};

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_COMMON_STDIO_OUTPUT_FILE_H_
