#include "service/embedded/compressed_file.h"

#include <archive.h>
#include <archive_entry.h>

#include "fmt/format.h"

namespace backlinks::embedded {
namespace {

constexpr size_t kFileBlockBytes = 256 << 10;

}  // namespace

void CompressedFile::Free::operator()(archive* reader) const {
  archive_read_free(reader);
}

absl::StatusOr<CompressedFile> CompressedFile::Open(const std::string& path) {
  archive* const raw = archive_read_new();
  CompressedFile file(raw);
  // Enables only these filters, because some others start programs.
  archive_read_support_filter_bzip2(raw);
  archive_read_support_filter_gzip(raw);
  archive_read_support_filter_xz(raw);
  archive_read_support_filter_zstd(raw);
  archive_read_support_format_raw(raw);
  archive_read_support_format_empty(raw);
  archive_entry* entry = nullptr;
  int result = archive_read_open_filename(raw, path.c_str(), kFileBlockBytes);
  if (result == ARCHIVE_OK) result = archive_read_next_header(raw, &entry);
  file.is_empty_ = result == ARCHIVE_EOF;
  if (result != ARCHIVE_OK && result != ARCHIVE_EOF) {
    return absl::InvalidArgumentError(
        fmt::format("{}: {}", path, archive_error_string(raw)));
  }
  return file;
}

absl::StatusOr<size_t> CompressedFile::Read(char* buffer, size_t size) {
  if (is_empty_) return 0;
  const la_ssize_t got = archive_read_data(reader_.get(), buffer, size);
  if (got < 0) return absl::DataLossError(archive_error_string(reader_.get()));
  return static_cast<size_t>(got);
}

}  // namespace backlinks::embedded
