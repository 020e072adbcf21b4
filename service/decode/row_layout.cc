#include "service/decode/row_layout.h"

namespace backlinks::decode {
RowLayout::RowLayout(const DecodeOptions& options) : options_(options) {
  keys_.reserve(kMaxKeys);
}

const RowKey& RowLayout::Find(std::string_view key, std::string_view lead) {
  RowKey* const known = Known(key, lead);
  if (known == nullptr) {
    other_ = MakeKey(key, lead);
    return other_;
  }
  (previous_ == nullptr ? first_ : previous_->next) = known;
  previous_ = known;
  expected_ = known->next;
  return *known;
}

// Mixes the size, the beginning and the end of the key.
size_t RowLayout::SlotOf(std::string_view key) {
  uint64_t first = 0;
  uint64_t last = 0;
  const char* const end = key.data() + key.size();
  if (key.size() >= sizeof(uint64_t)) {
    first = LoadWord<uint64_t>(key.data());
    last = LoadWord<uint64_t>(end - sizeof(uint64_t));
  } else if (key.size() >= sizeof(uint32_t)) {
    first = LoadWord<uint32_t>(key.data());
    last = LoadWord<uint32_t>(end - sizeof(uint32_t));
  } else if (!key.empty()) {
    first = static_cast<unsigned char>(key.front());
    last = static_cast<unsigned char>(key.back());
  }
  uint64_t mixed = first ^ (last * 0x9E3779B97F4A7C15U) ^ key.size();
  mixed *= 0xC2B2AE3D27D4EB4FU;
  return mixed >> 32 & (kSlots - 1);
}

RowKey RowLayout::MakeKey(std::string_view key, std::string_view lead) const {
  RowKey made{.lead = std::string(lead), .key = std::string(key)};
  made.column = options_.column_of(key);
  made.is_wanted = made.column != 0 && options_.wanted[made.column];
  if (made.column != 0) {
    made.type = GetColumn(made.column).type;
    made.reading = options_.readings[made.column];
  }
  const bool is_exact = made.is_wanted && made.reading == CellReading::kExact;
  made.is_text = is_exact && made.type == ColumnType::kString;
  made.is_int = is_exact && made.type == ColumnType::kInt64;
  return made;
}

// Returns the entry of a key, which is added if it is new; null if there are
// too many.
RowKey* RowLayout::Known(std::string_view key, std::string_view lead) {
  size_t slot = SlotOf(key);
  for (; slots_[slot] != nullptr; slot = (slot + 1) % kSlots) {
    RowKey& known = *slots_[slot];
    // Equal leads have equal keys.
    if (known.lead.size() == lead.size() && BeginsWith(lead, known.lead)) {
      return &known;
    }
    if (known.key != key) continue;
    known.lead = lead;
    return &known;
  }
  if (keys_.size() == kMaxKeys) return nullptr;
  return slots_[slot] = &keys_.emplace_back(MakeKey(key, lead));
}

}  // namespace backlinks::decode
