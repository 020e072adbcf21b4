// The keys of the rows of a document: where each belongs, and which one usually
// follows another. Most rows have the same keys in the same order, with the
// same white space, so that one comparison finds the next key and its column.
//
// Holds:   the first 64 different keys. Others are looked up each time.
// Threads: one at a time.
#ifndef BACKLINKS_SERVICE_DECODE_ROW_LAYOUT_H_
#define BACKLINKS_SERVICE_DECODE_ROW_LAYOUT_H_

#include <array>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "service/decode/page_decoder.h"

namespace backlinks::decode {

// A key, and how its values are read.
struct RowKey {
  std::string lead;  // As it was last written: `"url_from":`, with white space.
  std::string key;
  int column = 0;  // 0: a column other than the 25.
  bool is_wanted = false;
  ColumnType type = ColumnType::kString;
  CellReading reading = CellReading::kExact;
  bool is_text = false;    // A wanted column of texts that are read exactly.
  bool is_int = false;     // The same of numbers.
  RowKey* next = nullptr;  // The key that followed it last.
};

class RowLayout {
 public:
  // `options` must outlive the layout.
  explicit RowLayout(const DecodeOptions& options);

  // Returns the key whose lead `text` begins with, if it is the one that
  // followed the key before; otherwise null.
  const RowKey* Expect(std::string_view text) {
    RowKey* const key = expected_;
    if (key == nullptr || !BeginsWith(text, key->lead)) return nullptr;
    previous_ = key;
    expected_ = key->next;
    return key;
  }

  // Returns the key of a lead, and expects it after the key before from now on.
  // The reference is valid until the next call.
  const RowKey& Find(std::string_view key, std::string_view lead);

  // Begins a new row.
  void Restart() {
    previous_ = nullptr;
    expected_ = first_;
  }

 private:
  static constexpr size_t kMaxKeys = 64;
  static constexpr size_t kSlots = 4 * kMaxKeys;  // A power of two.

  // As starts_with, without a call for the usual sizes.
  static bool BeginsWith(std::string_view text, std::string_view lead);
  static size_t SlotOf(std::string_view key);
  RowKey MakeKey(std::string_view key, std::string_view lead) const;
  RowKey* Known(std::string_view key, std::string_view lead);

  const DecodeOptions& options_;
  std::vector<RowKey> keys_;  // Never moved.
  std::array<RowKey*, kSlots> slots_{};
  RowKey other_;  // A key beyond the first 64.
  RowKey* first_ = nullptr;
  RowKey* previous_ = nullptr;
  RowKey* expected_ = nullptr;
};

template <typename Word>
Word LoadWord(const char* at) {
  Word word;
  std::memcpy(&word, at, sizeof(word));
  return word;
}

// Compares the first and the last bytes, which overlap.
template <typename Word>
bool EndsEqual(const char* a, const char* b, size_t size) {
  const size_t last = size - sizeof(Word);
  return LoadWord<Word>(a) == LoadWord<Word>(b) &&
         LoadWord<Word>(a + last) == LoadWord<Word>(b + last);
}

inline bool RowLayout::BeginsWith(std::string_view text,
                                  std::string_view lead) {
  using Bytes16 = unsigned __int128;
  const size_t size = lead.size();
  if (text.size() < size) return false;
  const char* const a = text.data();
  const char* const b = lead.data();
  if (size >= 8 && size <= 16) return EndsEqual<uint64_t>(a, b, size);
  if (size >= 4 && size < 8) return EndsEqual<uint32_t>(a, b, size);
  if (size > 16 && size <= 32) return EndsEqual<Bytes16>(a, b, size);
  return std::memcmp(a, b, size) == 0;
}

}  // namespace backlinks::decode

#endif  // BACKLINKS_SERVICE_DECODE_ROW_LAYOUT_H_
