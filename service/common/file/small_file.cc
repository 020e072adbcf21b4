#include "service/common/file/small_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <string_view>

#include "absl/status/status.h"
#include "fmt/format.h"

namespace backlinks {
namespace {

constexpr size_t kChunkBytes = 64 << 10;

absl::Status CannotBeRead(std::string_view why) {
  return absl::UnavailableError(fmt::format("cannot be read: {}", why));
}

class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (number_ >= 0) close(number_);
  }

  int number() const { return number_; }

 private:
  const int number_;
};

// Reads to the end, or until `text` has `max_bytes`. Returns 0 or the errno.
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

absl::Status CheckKind(int descriptor, FileKind kind) {
  if (kind == FileKind::kAny) return absl::OkStatus();
  struct stat file = {};
  if (fstat(descriptor, &file) != 0) return CannotBeRead(std::strerror(errno));
  if (!S_ISREG(file.st_mode)) return CannotBeRead("not a regular file");
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::string> ReadSmallFile(const std::string& path,
                                          size_t max_bytes, FileKind kind) {
  // Opening a pipe without a writer would wait.
  const int wait = kind == FileKind::kRegular ? O_NONBLOCK : 0;
  const Descriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC | wait));
  if (file.number() < 0) return CannotBeRead(std::strerror(errno));
  absl::Status status = CheckKind(file.number(), kind);
  if (!status.ok()) return status;
  std::string text;
  const int error = ReadAll(file.number(), max_bytes + 1, text);
  if (error != 0) return CannotBeRead(std::strerror(error));
  if (text.size() > max_bytes) {
    return absl::OutOfRangeError(
        fmt::format("is larger than {} bytes", max_bytes));
  }
  return text;
}

}  // namespace backlinks
