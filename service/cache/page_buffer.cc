#include "service/cache/page_buffer.h"

#include <algorithm>
#include <utility>

namespace backlinks::cache {
namespace {

// Small pieces share a chunk.
constexpr size_t kMinChunkBytes = 16 << 10;

}  // namespace

void PageBuffer::Append(std::string_view bytes) {
  bytes_ += bytes.size();
  while (!bytes.empty()) {
    if (chunks_.empty() || chunks_.back().size() == chunks_.back().capacity()) {
      chunks_.emplace_back().reserve(
          std::clamp(bytes.size(), kMinChunkBytes, kMaxPieceBytes));
    }
    std::string& chunk = chunks_.back();
    const size_t left = chunk.capacity() - chunk.size();
    chunk += bytes.substr(0, left);
    bytes.remove_prefix(std::min(left, bytes.size()));
  }
}

std::string_view PageBuffer::Next() {
  if (whole_ != nullptr) chunks_.clear();
  if (!has_unread()) return {};
  std::string_view next;
  if (whole_ != nullptr) {
    next = std::string_view(*whole_).substr(read_bytes_);
  } else {
    FreeRead();
    next = std::string_view(chunks_[chunk_]).substr(offset_);
  }
  next = next.substr(0, kMaxPieceBytes);
  offset_ += next.size();
  read_bytes_ += next.size();
  return next;
}

// Moves to the chunk with the next byte.
void PageBuffer::FreeRead() {
  if (offset_ == chunks_[chunk_].size()) {
    ++chunk_;
    offset_ = 0;
  }
  if (keeps_read_) return;
  chunks_.erase(chunks_.begin(), chunks_.begin() + chunk_);
  chunk_ = 0;
}

std::string PageBuffer::Join() const {
  std::string whole;
  whole.reserve(bytes_);
  for (const std::string& chunk : chunks_) whole += chunk;
  return whole;
}

void PageBuffer::SwitchTo(std::shared_ptr<const std::string> whole) {
  whole_ = std::move(whole);
}

}  // namespace backlinks::cache
