#include "service/config/small_file.h"

#include <cerrno>
#include <cstring>
#include <fstream>

#include "absl/status/status.h"

namespace backlinks::config {

absl::StatusOr<std::string> ReadSmallFile(const std::string& path,
                                          size_t max_bytes) {
  errno = 0;
  std::ifstream file(path, std::ios::binary);
  std::string text(max_bytes + 1, '\0');
  if (file.is_open()) {
    file.read(text.data(), static_cast<std::streamsize>(text.size()));
  }
  if (!file.is_open() || file.bad()) {
    return absl::UnavailableError(std::strerror(errno));
  }
  if (!file.eof()) return absl::OutOfRangeError("is too large");
  text.resize(static_cast<size_t>(file.gcount()));
  return text;
}

}  // namespace backlinks::config
