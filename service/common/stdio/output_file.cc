#include "service/common/stdio/output_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include "absl/strings/str_cat.h"
#include "service/common/stdio/write_all.h"
#include "service/common/text/terminal_text.h"

namespace backlinks {

OutputFile::OutputFile(int descriptor, std::string name, bool is_terminal)
    : descriptor_(descriptor),
      name_(std::move(name)),
      is_terminal_(is_terminal) {}

bool OutputFile::Write(std::string_view text) {
  return is_terminal_ ? WriteRaw(text::TerminalText(text)) : WriteRaw(text);
}

bool OutputFile::WriteRaw(std::string_view bytes) {
  if (!is_open_) return false;
  const int error = WriteAll(descriptor_, bytes);
  if (error != 0) Fail(error);
  return is_open_;
}

void OutputFile::Fail(int error) {
  is_open_ = false;
  if (error == EPIPE) return;
  status_ = absl::ErrnoToStatus(error, absl::StrCat("cannot write to ", name_));
}

bool OutputFile::CheckWritable() {
  const int flags = fcntl(descriptor_, F_GETFL);
  if (is_open_ && (flags < 0 || (flags & O_ACCMODE) == O_RDONLY)) Fail(EBADF);
  return is_open_;
}

void OutputFile::Finish() {
  if (!is_open_) return;
  const int copy = dup(descriptor_);
  if (copy >= 0 && close(copy) != 0 && errno != EINTR) Fail(errno);
}

}  // namespace backlinks
