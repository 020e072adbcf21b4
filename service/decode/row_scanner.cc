#include "service/decode/row_scanner.h"

#include <cstdint>
#include <utility>

#include "service/decode/common_time.h"
#include "service/decode/number_end.h"
#include "service/decode/string_end.h"
#include "service/decode/utf8.h"

namespace backlinks::decode {
namespace {

// The document, the rows, the row, and a list in it.
constexpr int kDepth = 4;

std::string_view Between(const char* begin, const char* end) {
  return {begin, static_cast<size_t>(end - begin)};
}

}  // namespace

RowScanner::RowScanner(const DecodeOptions& options)
    : options_(options), layout_(options) {}

RowScanner::Outcome RowScanner::Scan(std::string_view text) {
  if (options_.limits.max_depth < kDepth) return Outcome::kUnusual;
  end_ = text.data() + text.size();
  is_incomplete_ = false;
  row_->Clear();
  const char* const after = ScanRow(text.data());
  if (after == nullptr) {
    return is_incomplete_ ? Outcome::kIncomplete : Outcome::kUnusual;
  }
  const std::string_view row = Between(text.data(), after);
  size_ = row.size();
  const bool is_usual =
      row_->text_bytes() <= options_.limits.max_row_bytes && ValidUtf8(row);
  if (!is_usual) return Outcome::kUnusual;
  std::swap(row_, scanned_);
  return Outcome::kRow;
}

inline const char* RowScanner::ScanText(const RowKey& key, const char* at) {
  if (*at != '"') return nullptr;
  const char* const begin = at + 1;
  const char* const after = FindStringEnd(begin, end_);
  const std::string_view text = Between(begin, after);
  if (after == end_ || *after != '"') return nullptr;
  if (text.size() > options_.limits.max_cell_bytes) return nullptr;
  row_->BorrowText(key.column, text);
  return after + 1;
}

inline const char* RowScanner::ScanInt(const RowKey& key, const char* at) {
  int64_t value = 0;
  const char* const after = ReadShortInt(at, end_, value);
  if (after != nullptr) row_->SetNumber(key.column, value);
  return after;
}

inline const char* RowScanner::ScanTime(const RowKey& key, const char* at) {
  constexpr size_t kQuoted = kCommonTimeSize + 2;
  if (static_cast<size_t>(end_ - at) < kQuoted) return nullptr;
  if (kCommonTimeSize > options_.limits.max_cell_bytes) return nullptr;
  if (*at != '"' || at[kQuoted - 1] != '"') return nullptr;
  const auto seconds = CommonTime({at + 1, kCommonTimeSize});
  if (!seconds) return nullptr;
  row_->SetTime(key.column, {.seconds = *seconds});
  return at + kQuoted;
}

inline const char* RowScanner::ScanBool(const RowKey& key, const char* at) {
  constexpr std::string_view kTrue = "true";
  constexpr std::string_view kFalse = "false";
  const std::string_view rest = Between(at, end_);
  const bool value = rest.starts_with(kTrue);
  if (!value && !rest.starts_with(kFalse)) return nullptr;
  row_->SetNumber(key.column, value ? 1 : 0);
  return at + (value ? kTrue : kFalse).size();
}

inline const char* RowScanner::ScanValue(const RowKey& key, const char* at) {
  if (at == end_) return Incomplete();
  if (row_->has(key.column)) return nullptr;
  const char* after = nullptr;
  switch (key.usual) {
    case UsualValue::kText:
      after = ScanText(key, at);
      break;
    case UsualValue::kInt:
      after = ScanInt(key, at);
      break;
    case UsualValue::kTime:
      after = ScanTime(key, at);
      break;
    case UsualValue::kBool:
      after = ScanBool(key, at);
      break;
    case UsualValue::kNone:
      break;
  }
  return after != nullptr ? after : ScanAnyValue(key, SkipBlanks(at));
}

inline RowScanner::ScannedKey RowScanner::ScanKey(RowKey& previous,
                                                  const char* at) {
  RowKey* const key = previous.NextOf(Between(at, end_));
  if (key == nullptr) return ScanOtherKey(previous, at);
  return {key, at + key->lead.size()};
}

const char* RowScanner::ScanRow(const char* at) {
  at = Skip('{', at);
  if (at == nullptr) return nullptr;
  const char* const first = SkipBlanks(at);
  return first != end_ && *first == '}' ? first + 1 : ScanMembers(at);
}

const char* RowScanner::ScanMembers(const char* at) {
  RowKey* previous = &layout_.start();
  while (true) {
    const auto [key, after] = ScanKey(*previous, at);
    if (key == nullptr) return nullptr;
    previous = key;
    at = ScanValue(*key, after);
    if (at == nullptr) return nullptr;
    // Most upstreams write no white space.
    if (at == end_ || *at != ',') at = SkipBlanks(at);
    if (at == end_) return Incomplete();
    if (*at == '}') return at + 1;
    if (*at != ',') return nullptr;
    ++at;
  }
}

// Reads a key that is not the expected one.
RowScanner::ScannedKey RowScanner::ScanOtherKey(RowKey& previous,
                                                const char* at) {
  constexpr ScannedKey kNone = {nullptr, nullptr};
  const char* const lead = at;
  const char* const key = Skip('"', SkipBlanks(at));
  if (key == nullptr) return kNone;
  const char* const key_end = FindStringEnd(key, end_);
  at = Skip('"', key_end);
  if (at == nullptr) return kNone;
  at = Skip(':', SkipBlanks(at));
  if (at == nullptr) return kNone;
  at = SkipBlanks(at);
  const std::string_view name = Between(key, key_end);
  if (name.size() > options_.limits.max_key_bytes) return kNone;
  return {&layout_.Find(name, Between(lead, at), previous), at};
}

}  // namespace backlinks::decode
