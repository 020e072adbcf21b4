#include "service/embedded/line_reader.h"

#include "fmt/format.h"

namespace backlinks::embedded {
namespace {

constexpr size_t kBlockBytes = 1 << 20;
constexpr size_t kMaxLineBytes = 16 << 20;
constexpr std::string_view kUtf8Mark = "\xEF\xBB\xBF";
constexpr std::string_view kUtf16BigMark = "\xFE\xFF";
constexpr std::string_view kUtf16LittleMark = "\xFF\xFE";

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
  block_.resize(kBlockBytes);
  const auto got = file_.Read(block_.data(), block_.size());
  if (!got.ok()) return got.status();
  ended_ = *got == 0;
  std::string_view block(block_.data(), *got);
  if (!begun_) Begin(block);
  if (!utf16_) {
    buffer_ += block;
    return absl::OkStatus();
  }
  utf16_->Append(block, buffer_);
  if (ended_) utf16_->Finish(buffer_);
  return absl::OkStatus();
}

// Removes the byte order mark from the first block.
void LineReader::Begin(std::string_view& block) {
  begun_ = true;
  const bool is_big = block.starts_with(kUtf16BigMark);
  if (is_big || block.starts_with(kUtf16LittleMark)) {
    utf16_.emplace(is_big);
    block.remove_prefix(kUtf16BigMark.size());
  } else if (block.starts_with(kUtf8Mark)) {
    block.remove_prefix(kUtf8Mark.size());
  }
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
  return line;
}

}  // namespace backlinks::embedded
