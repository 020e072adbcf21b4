#include "service/embedded/line_reader.h"

#include "fmt/format.h"

namespace backlinks {
namespace {

constexpr size_t kBlockBytes = 1 << 20;
constexpr size_t kMaxLineBytes = 16 << 20;
constexpr std::string_view kBom = "\xEF\xBB\xBF";

}  // namespace

absl::StatusOr<LineReader> LineReader::Open(const std::string& path) {
  auto file = CompressedFile::Open(path);
  if (!file.ok()) return file.status();
  return LineReader(*std::move(file));
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
  const auto got = file_.Read(buffer_.data() + size, kBlockBytes);
  buffer_.resize(size + (got.ok() ? *got : 0));
  if (!got.ok()) return got.status();
  ended_ = *got == 0;
  return absl::OkStatus();
}

absl::StatusOr<std::optional<std::string_view>> LineReader::Next() {
  ++line_number_;
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
  if (line_number_ == 1 && line.starts_with(kBom)) {
    line.remove_prefix(kBom.size());
  }
  return line;
}

}  // namespace backlinks
