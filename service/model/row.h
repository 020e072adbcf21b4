// One row as cells: written by the decoder, read by the residual filter and the
// encoder. A row is reused for the next one. It is never a protobuf object,
// because building those costs four times as much as all other steps.
//
// Units:   columns by number (column.h); times UTC, seconds and nanoseconds.
// Text:    always valid UTF-8 once the decoder has returned the row.
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
  // Makes every column absent; keeps the memory.
  void Clear() {
    present_.reset();
    text_.clear();
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
    return {text_.data() + cell.begin, cell.size};
  }

  void SetNumber(int column, int64_t value) {
    present_.set(column);
    cells_[column] = {.number = value};
  }
  void SetTime(int column, Time value) {
    present_.set(column);
    cells_[column] = {.number = value.seconds, .nanos = value.nanos};
  }
  void SetText(int column, std::string_view value) {
    SetWord(column, 0, value);
  }
  void SetWord(int column, int64_t number, std::string_view word) {
    present_.set(column);
    cells_[column] = {.number = number,
                      .begin = static_cast<uint32_t>(text_.size()),
                      .size = static_cast<uint32_t>(word.size())};
    text_.append(word);
  }
  void Erase(int column) { present_.reset(column); }

  // All texts of the row concatenated, in the order in which they were set.
  std::string_view all_text() const { return text_; }

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
    uint32_t begin = 0;  // Offset in text_.
    uint32_t size = 0;
  };
  ColumnSet present_;
  std::array<Cell, kColumnCount + 1> cells_;
  std::string text_;
  bool other_ = false;
  google::protobuf::Struct other_columns_;
};

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_MODEL_ROW_H_
