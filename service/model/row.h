// One row as cells: written by the decoder, read by the residual filter and the
// encoder. A row is reused for the next one. It is never a protobuf object,
// because building those costs four times as much as all other steps.
//
// Units:   columns by number (column.h); times UTC, seconds and nanoseconds.
// Text:    always valid UTF-8 once the decoder has returned the row. A text may
//          be borrowed from the buffer that it was received in; a copy of a row
//          owns all its texts.
// Threads: one at a time.
#ifndef BACKLINKS_SERVICE_MODEL_ROW_H_
#define BACKLINKS_SERVICE_MODEL_ROW_H_

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "google/protobuf/struct.pb.h"
#include "service/common/column/column.h"

namespace backlinks {

struct Time {
  int64_t seconds = 0;  // Since 1970-01-01T00:00:00Z, leap seconds smeared.
  int32_t nanos = 0;    // 0 to 999,999,999.
  // NOLINTNEXTLINE(modernize-use-nullptr): not a pointer; clang-tidy 14 errs.
  friend auto operator<=>(const Time&, const Time&) = default;
};

class Row {
 public:
  Row() = default;
  Row(const Row& other);
  Row(Row&&) = default;
  Row& operator=(Row other) {
    Swap(other);
    return *this;
  }
  ~Row() = default;

  // Makes every column absent; keeps the memory.
  void Clear() {
    present_.reset();
    text_.clear();
    borrowed_bytes_ = 0;
    if (other_) other_columns_.Clear();
    other_ = false;
  }

  bool has(int column) const { return present_[column]; }
  const ColumnSet& present() const { return present_; }

  // The value of a present column; the column's type determines which of these
  // applies. A link_type cell has both: the LinkType number, and as text the
  // upstream's own word if the number is LINK_TYPE_UNSPECIFIED, else "". A
  // rounded number keeps its original as text.
  int64_t number(int column) const { return cells_[column].number; }
  bool boolean(int column) const { return cells_[column].number != 0; }
  Time time(int column) const {
    return {cells_[column].number, cells_[column].nanos};
  }
  std::string_view text(int column) const {
    const Cell& cell = cells_[column];
    const char* const base =
        cell.borrowed != nullptr ? cell.borrowed : text_.data();
    return {base + cell.begin, cell.size};
  }

  void SetNumber(int column, int64_t value) {
    present_[column] = true;
    cells_[column] = {.number = value};
  }
  void SetTime(int column, Time value) {
    present_[column] = true;
    cells_[column] = {.number = value.seconds, .nanos = value.nanos};
  }
  void SetText(int column, std::string_view value) {
    SetWord(column, 0, value);
  }
  void SetWord(int column, int64_t number, std::string_view word) {
    present_[column] = true;
    cells_[column] = {.number = number,
                      .begin = static_cast<uint32_t>(text_.size()),
                      .size = static_cast<uint32_t>(word.size())};
    text_.append(word);
  }
  // Sets a text that must outlive its use here; it is not copied.
  void BorrowText(int column, std::string_view value) {
    present_[column] = true;
    cells_[column] = {.size = static_cast<uint32_t>(value.size()),
                      .borrowed = value.data()};
    borrowed_bytes_ += value.size();
  }
  // Begins a text that is appended to the returned string, and ends it. Nothing
  // else may be set in between.
  std::string& BeginText() {
    begin_ = text_.size();
    return text_;
  }
  void EndText(int column) {
    present_[column] = true;
    cells_[column] = {.begin = static_cast<uint32_t>(begin_),
                      .size = static_cast<uint32_t>(text_.size() - begin_)};
  }
  void Erase(int column) { present_[column] = false; }

  // The texts that are not borrowed, concatenated in the order in which they
  // were set.
  std::string_view owned_text() const { return text_; }
  // The size of all texts, including those that were replaced or erased.
  size_t text_bytes() const { return text_.size() + borrowed_bytes_; }

  // Columns beyond the 25. Empty unless the call requested them.
  bool has_other_columns() const { return other_; }
  const google::protobuf::Struct& other_columns() const {
    return other_columns_;
  }
  google::protobuf::Struct& mutable_other_columns() {
    other_ = true;
    return other_columns_;
  }

 private:
  struct Cell {
    int64_t number = 0;
    int32_t nanos = 0;
    uint32_t begin = 0;  // Offset in text_; 0 in a borrowed text.
    uint32_t size = 0;
    const char* borrowed = nullptr;
  };

  void Swap(Row& other) noexcept;

  ColumnSet present_;
  std::array<Cell, kColumnCount + 1> cells_;
  std::string text_;
  size_t borrowed_bytes_ = 0;
  size_t begin_ = 0;  // Of the text between BeginText and EndText.
  bool other_ = false;
  google::protobuf::Struct other_columns_;
};

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_MODEL_ROW_H_
