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
#include <string>
#include <string_view>
#include <vector>

#include "service/decode/key_lead.h"
#include "service/decode/page_decoder.h"

namespace backlinks::decode {

// The value that a column mostly has, if it is read exactly.
enum class UsualValue : uint8_t { kNone, kText, kInt, kTime, kBool };

// A key, and how its values are read.
struct RowKey {
  KeyLead lead;  // As it was last written: `"url_from":`, with white space.
  std::string key;
  int column = 0;  // 0: a column other than the 25.
  bool is_wanted = false;
  UsualValue usual = UsualValue::kNone;  // Of a wanted column.
  ColumnType type = ColumnType::kString;
  CellReading reading = CellReading::kExact;
  RowKey* next = nullptr;  // The key that followed it last.

  // Returns the key that is expected next if `text` begins with its lead,
  // otherwise null.
  RowKey* NextOf(std::string_view text) const {
    return next != nullptr && next->lead.Begins(text) ? next : nullptr;
  }
};

class RowLayout {
 public:
  // `options` must outlive the layout.
  explicit RowLayout(const DecodeOptions& options);

  // What precedes the first key of a row.
  RowKey& start() { return start_; }

  // Returns the key of a lead, and expects it after `previous` from now on. The
  // reference is valid until the next call.
  RowKey& Find(std::string_view key, std::string_view lead, RowKey& previous);

 private:
  static constexpr size_t kMaxKeys = 64;
  static constexpr size_t kSlots = 4 * kMaxKeys;  // A power of two.

  static size_t SlotOf(std::string_view key);
  RowKey MakeKey(std::string_view key, std::string_view lead) const;
  RowKey* Known(std::string_view key, std::string_view lead);

  const DecodeOptions& options_;
  std::vector<RowKey> keys_;  // Never moved.
  std::array<RowKey*, kSlots> slots_{};
  RowKey start_;
  RowKey other_;  // A key beyond the first 64.
};

}  // namespace backlinks::decode

#endif  // BACKLINKS_SERVICE_DECODE_ROW_LAYOUT_H_
