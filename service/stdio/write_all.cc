#include "service/common/stdio/write_all.h"

#include <poll.h>
#include <unistd.h>

#include <cerrno>

namespace backlinks {
namespace {

// Waits if necessary, and returns whether the write may be retried.
bool MayRetry(int error, int descriptor) {
  if (error == EINTR) return true;
  if (error != EAGAIN) return false;
  pollfd ready{descriptor, POLLOUT, 0};
  return poll(&ready, 1, -1) >= 0 || errno == EINTR;
}

}  // namespace

int WriteAll(int descriptor, std::string_view& bytes) {
  while (!bytes.empty()) {
    const ssize_t written = write(descriptor, bytes.data(), bytes.size());
    if (written >= 0) {
      bytes.remove_prefix(static_cast<size_t>(written));
      continue;
    }
    const int error = errno;
    if (!MayRetry(error, descriptor)) return error;
  }
  return 0;
}

}  // namespace backlinks
