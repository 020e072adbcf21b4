#include "service/model/row.h"

#include <utility>

namespace backlinks {

Row::Row(const Row& other)
    : present_(other.present_),
      cells_(other.cells_),
      text_(other.text_),
      other_(other.other_),
      other_columns_(other.other_columns_) {
  for (int column = 1; column <= kColumnCount; ++column) {
    Cell& cell = cells_[column];
    if (!present_[column] || cell.borrowed == nullptr) continue;
    cell.begin = static_cast<uint32_t>(text_.size());
    text_.append(cell.borrowed, cell.size);
    cell.borrowed = nullptr;
  }
}

void Row::Swap(Row& other) noexcept {
  std::swap(present_, other.present_);
  std::swap(cells_, other.cells_);
  std::swap(text_, other.text_);
  std::swap(borrowed_bytes_, other.borrowed_bytes_);
  std::swap(other_, other.other_);
  other_columns_.Swap(&other.other_columns_);
}

}  // namespace backlinks
