#include "service/stdio/output_file.h"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include "absl/strings/str_cat.h"
#include "service/model/terminal_text.h"

namespace backlinks {

OutputFile::OutputFile(int descriptor, std::string name, bool is_terminal)
    : descriptor_(descriptor),
      name_(std::move(name)),
      is_terminal_(is_terminal) {}

bool OutputFile::Write(std::string_view text) {
  return is_terminal_ ? WriteRaw(TerminalText(text)) : WriteRaw(text);
}

bool OutputFile::WriteRaw(std::string_view bytes) {
  while (is_open_ && !bytes.empty()) {
    const ssize_t written = write(descriptor_, bytes.data(), bytes.size());
    if (written >= 0) {
      bytes.remove_prefix(written);
    } else if (!Retry(errno)) {
      Fail(errno);
    }
  }
  return is_open_;
}

bool OutputFile::Retry(int error) {
  if (error == EINTR) return true;
  if (error != EAGAIN) return false;
  // The other end may have made the pipe nonblocking for both.
  pollfd ready{descriptor_, POLLOUT, 0};
  return poll(&ready, 1, -1) >= 0 || errno == EINTR;
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
