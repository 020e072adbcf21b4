#include "service/access/file_version.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <string_view>

#include "absl/cleanup/cleanup.h"
#include "fmt/format.h"

namespace backlinks::access {
namespace {

constexpr size_t kChunkBytes = 64 << 10;

FileVersion VersionOf(const struct stat& file) {
  return {.device = file.st_dev,
          .inode = file.st_ino,
          .size = file.st_size,
          .modified = absl::TimeFromTimespec(file.st_mtim)};
}

absl::Status CannotBeRead(std::string_view why) {
  return absl::InvalidArgumentError(fmt::format("cannot be read: {}", why));
}

// Appends at most `max_bytes`. Returns 0 or the errno.
int ReadAll(int descriptor, size_t max_bytes, std::string& text) {
  while (text.size() < max_bytes) {
    const size_t old_size = text.size();
    text.resize(old_size + std::min(kChunkBytes, max_bytes - old_size));
    const ssize_t count =
        read(descriptor, text.data() + old_size, text.size() - old_size);
    const int error = errno;
    text.resize(old_size + static_cast<size_t>(std::max<ssize_t>(count, 0)));
    if (count < 0 && error != EINTR) return error;
    if (count == 0) break;
  }
  return 0;
}

}  // namespace

std::optional<FileVersion> VersionOf(const std::string& path) {
  struct stat file = {};
  if (stat(path.c_str(), &file) != 0) return std::nullopt;
  return VersionOf(file);
}

absl::Status ReadFile(const std::string& path, size_t max_bytes,
                      FileContents& contents) {
  // A pipe without a writer would block.
  const int descriptor = open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (descriptor < 0) return CannotBeRead(std::strerror(errno));
  const absl::Cleanup close_file = [descriptor] { close(descriptor); };
  struct stat file = {};
  if (fstat(descriptor, &file) != 0) return CannotBeRead(std::strerror(errno));
  if (!S_ISREG(file.st_mode)) return CannotBeRead("not a regular file");
  contents.version = VersionOf(file);
  contents.text.clear();
  const int error = ReadAll(descriptor, max_bytes + 1, contents.text);
  return error == 0 ? absl::OkStatus() : CannotBeRead(std::strerror(error));
}

}  // namespace backlinks::access
