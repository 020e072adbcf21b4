#include "service/decode/row_layout.h"

#include <cstring>

namespace backlinks::decode {
namespace {

UsualValue UsualValueOf(ColumnType type) {
  switch (type) {
    case ColumnType::kString:
      return UsualValue::kText;
    case ColumnType::kInt64:
      return UsualValue::kInt;
    case ColumnType::kTimestamp:
      return UsualValue::kTime;
    case ColumnType::kBool:
      return UsualValue::kBool;
    case ColumnType::kLinkType:
      break;
  }
  return UsualValue::kNone;
}

uint64_t Load4(const char* at) {
  uint32_t bytes = 0;
  std::memcpy(&bytes, at, sizeof(bytes));
  return bytes;
}

uint64_t Load8(const char* at) {
  uint64_t bytes = 0;
  std::memcpy(&bytes, at, sizeof(bytes));
  return bytes;
}

}  // namespace

RowLayout::RowLayout(const DecodeOptions& options) : options_(options) {
  keys_.reserve(kMaxKeys);
}

RowKey& RowLayout::Find(std::string_view key, std::string_view lead,
                        RowKey& previous) {
  RowKey* const known = Known(key, lead);
  if (known == nullptr) {
    other_ = MakeKey(key, lead);
    return other_;
  }
  previous.next = known;
  return *known;
}

// Mixes the size, the beginning and the end of the key.
size_t RowLayout::SlotOf(std::string_view key) {
  uint64_t first = 0;
  uint64_t last = 0;
  const char* const end = key.data() + key.size();
  if (key.size() >= sizeof(uint64_t)) {
    first = Load8(key.data());
    last = Load8(end - sizeof(uint64_t));
  } else if (key.size() >= sizeof(uint32_t)) {
    first = Load4(key.data());
    last = Load4(end - sizeof(uint32_t));
  } else if (!key.empty()) {
    first = static_cast<unsigned char>(key.front());
    last = static_cast<unsigned char>(key.back());
  }
  uint64_t mixed = first ^ (last * 0x9E3779B97F4A7C15U) ^ key.size();
  mixed *= 0xC2B2AE3D27D4EB4FU;
  return mixed >> 32 & (kSlots - 1);
}

RowKey RowLayout::MakeKey(std::string_view key, std::string_view lead) const {
  RowKey made{.lead = KeyLead(lead), .key = std::string(key)};
  made.column = options_.column_of(key);
  made.is_wanted = made.column != 0 && options_.wanted[made.column];
  if (made.column != 0) {
    made.type = GetColumn(made.column).type;
    made.reading = options_.readings[made.column];
  }
  if (made.is_wanted && made.reading == CellReading::kExact) {
    made.usual = UsualValueOf(made.type);
  }
  return made;
}

// Returns the entry of a key, which is added if it is new; null if there are
// too many.
RowKey* RowLayout::Known(std::string_view key, std::string_view lead) {
  size_t slot = SlotOf(key);
  for (; slots_[slot] != nullptr; slot = (slot + 1) % kSlots) {
    RowKey& known = *slots_[slot];
    // Equal leads have equal keys.
    if (known.lead.size() == lead.size() && known.lead.Begins(lead)) {
      return &known;
    }
    if (known.key != key) continue;
    known.lead = KeyLead(lead);
    return &known;
  }
  if (keys_.size() == kMaxKeys) return nullptr;
  return slots_[slot] = &keys_.emplace_back(MakeKey(key, lead));
}

}  // namespace backlinks::decode
