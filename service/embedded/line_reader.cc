#include "service/embedded/line_reader.h"

#include <archive.h>
#include <archive_entry.h>

#include "fmt/format.h"

namespace backlinks {
namespace {

constexpr size_t kBlockBytes = 1 << 20;
constexpr size_t kMaxLineBytes = 16 << 20;

}  // namespace

void LineReader::Free::operator()(archive* reader) const {
  archive_read_free(reader);
}

absl::StatusOr<LineReader> LineReader::Open(const std::string& path) {
  archive* const raw = archive_read_new();
  LineReader reader(raw);
  // Not every filter: some would start other programs.
  archive_read_support_filter_bzip2(raw);
  archive_read_support_filter_gzip(raw);
  archive_read_support_filter_xz(raw);
  archive_read_support_filter_zstd(raw);
  archive_read_support_format_raw(raw);
  archive_read_support_format_empty(raw);
  archive_entry* entry = nullptr;
  if (archive_read_open_filename(raw, path.c_str(), kBlockBytes) !=
      ARCHIVE_OK) {
    return absl::InvalidArgumentError(
        fmt::format("{}: {}", path, archive_error_string(raw)));
  }
  const int result = archive_read_next_header(raw, &entry);
  if (result == ARCHIVE_EOF) reader.ended_ = true;
  if (result != ARCHIVE_OK && result != ARCHIVE_EOF) {
    return absl::InvalidArgumentError(
        fmt::format("{}: {}", path, archive_error_string(raw)));
  }
  return reader;
}

absl::Status LineReader::Fill() {
  buffer_.erase(0, begin_);
  begin_ = 0;
  if (buffer_.size() > kMaxLineBytes) {
    return absl::InvalidArgumentError(
        fmt::format("a line above {} bytes", kMaxLineBytes));
  }
  const size_t size = buffer_.size();
  buffer_.resize(size + kBlockBytes);
  const la_ssize_t got =
      archive_read_data(reader_.get(), buffer_.data() + size, kBlockBytes);
  buffer_.resize(size + (got > 0 ? got : 0));
  if (got == 0) ended_ = true;
  return got < 0 ? absl::DataLossError(archive_error_string(reader_.get()))
                 : absl::OkStatus();
}

absl::StatusOr<std::optional<std::string_view>> LineReader::Next() {
  size_t end = buffer_.find('\n', begin_);
  while (end == buffer_.npos && !ended_) {
    const size_t seen = buffer_.size() - begin_;
    if (absl::Status status = Fill(); !status.ok()) return status;
    end = buffer_.find('\n', seen);
  }
  if (end == buffer_.npos && begin_ == buffer_.size()) return std::nullopt;
  std::string_view line(buffer_.data() + begin_,
                        (end == buffer_.npos ? buffer_.size() : end) - begin_);
  begin_ = end == buffer_.npos ? buffer_.size() : end + 1;
  if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
  return line;
}

}  // namespace backlinks
