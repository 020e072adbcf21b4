#include "service/app/memory_file.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "fmt/format.h"

namespace backlinks::app {
namespace {

absl::Status Failed(std::string_view what) {
  return absl::ErrnoToStatus(errno, fmt::format("cannot {}", what));
}

bool WriteAll(int descriptor, std::string_view content) {
  while (!content.empty()) {
    const ssize_t written = write(descriptor, content.data(), content.size());
    if (written < 0) return false;
    content.remove_prefix(static_cast<size_t>(written));
  }
  return true;
}

bool SetModificationTime(int descriptor, int64_t seconds) {
  timespec time{};
  time.tv_sec = seconds;
  const timespec times[] = {time, time};
  return futimens(descriptor, times) == 0;
}

}  // namespace

MemoryFile::~MemoryFile() {
  if (descriptor_ >= 0) close(descriptor_);
}

absl::Status MemoryFile::Replace(std::string_view content) {
  const int next = memfd_create("backlinks", MFD_CLOEXEC);
  if (next < 0) return Failed("create a file in memory");
  ++version_;
  if (!WriteAll(next, content) || !SetModificationTime(next, version_)) {
    absl::Status status = Failed("write a file in memory");
    close(next);
    return status;
  }
  if (descriptor_ < 0) {
    descriptor_ = next;
  } else {
    // The descriptor's number, and so the path, stays as it is.
    const int replaced = dup3(next, descriptor_, O_CLOEXEC);
    absl::Status status =
        replaced < 0 ? Failed("replace a file in memory") : absl::OkStatus();
    close(next);
    if (!status.ok()) return status;
  }
  if (::access(path().c_str(), R_OK) == 0) return absl::OkStatus();
  return Failed("open a file in memory by " + path());
}

std::string MemoryFile::path() const {
  return descriptor_ < 0 ? "" : fmt::format("/proc/self/fd/{}", descriptor_);
}

}  // namespace backlinks::app
