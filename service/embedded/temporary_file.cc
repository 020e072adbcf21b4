#include "service/embedded/temporary_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>

#include "fmt/format.h"
#include "service/common/stdio/write_all.h"

namespace backlinks::embedded {
namespace {

absl::Status FolderError(const std::string& folder, int error) {
  return absl::UnavailableError(
      fmt::format("cannot write a temporary file in {} (TMPDIR): {}", folder,
                  std::strerror(error)));
}

std::string TemporaryDirectory() {
  const char* const folder = std::getenv("TMPDIR");
  return folder == nullptr || *folder == '\0' ? "/tmp" : folder;
}

}  // namespace

absl::StatusOr<TemporaryFile> TemporaryFile::Create() {
  std::string folder = TemporaryDirectory();
  std::string name = folder + "/backlinks-XXXXXX";
  const int descriptor = mkostemp(name.data(), O_CLOEXEC);
  if (descriptor < 0) return FolderError(folder, errno);
  // Unlinks the file before anything is written, so that a killed process
  // leaves no file.
  unlink(name.c_str());
  return TemporaryFile(std::move(folder), descriptor);
}

TemporaryFile::~TemporaryFile() {
  if (descriptor_ >= 0) close(descriptor_);
}

absl::Status TemporaryFile::Write(std::string_view bytes) {
  const int error = WriteAll(descriptor_, bytes);
  return error == 0 ? absl::OkStatus() : FolderError(folder_, error);
}

}  // namespace backlinks::embedded
