// Reads values of any kind, of which few rows have more than one or two.
#include <string>

#include "absl/strings/ascii.h"
#include "service/decode/cell_conversion.h"
#include "service/decode/json_text.h"
#include "service/decode/number_end.h"
#include "service/decode/row_scanner.h"
#include "service/decode/string_end.h"
#include "service/decode/unescape.h"

namespace backlinks::decode {

const char* RowScanner::Incomplete() {
  is_incomplete_ = true;
  return nullptr;
}

const char* RowScanner::Skip(char mark, const char* at) {
  if (at == end_) return Incomplete();
  return *at == mark ? at + 1 : nullptr;
}

const char* RowScanner::ScanAnyValue(const RowKey& key, const char* at) {
  if (at == end_) return Incomplete();
  if (key.column == 0 && options_.keep_other_columns) return nullptr;
  if (*at == '"') return ScanAnyText(key, at + 1);
  if (*at == '-' || absl::ascii_isdigit(*at)) return ScanNumber(key, at);
  return *at == '[' ? ScanList(key, at + 1) : ScanLiteral(key, at);
}

// Reads a text after its first quote.
const char* RowScanner::ScanAnyText(const RowKey& key, const char* at) {
  const char* const after = FindStringEnd(at, end_);
  if (after == end_) return Incomplete();
  if (*after == '\\') return ScanEscapedText(key, at);
  const std::string_view text(at, after - at);
  return *after == '"' && SetText(key, text) ? after + 1 : nullptr;
}

const char* RowScanner::ScanEscapedText(const RowKey& key, const char* at) {
  const char* const begin = at;
  while (at = FindStringEnd(at, end_), at != end_ && *at == '\\') {
    if (end_ - at <= 2) return Incomplete();
    at += 2;
  }
  const std::string_view written(begin, at - begin);
  const char* const after = Skip('"', at);
  if (after == nullptr) return nullptr;
  if (key.usual == UsualValue::kText) {
    if (!AppendUnescaped(written, row_->BeginText())) return nullptr;
    row_->EndText(key.column);
    const size_t size = row_->text(key.column).size();
    return size <= options_.limits.max_cell_bytes ? after : nullptr;
  }
  std::string text;
  return AppendUnescaped(written, text) && SetText(key, text) ? after : nullptr;
}

const char* RowScanner::ScanNumber(const RowKey& key, const char* at) {
  const char* const after = FindNumberEnd(at, end_);
  if (after == end_) return Incomplete();
  const bool is_set =
      after != nullptr && SetNumber(key, {at, static_cast<size_t>(after - at)});
  return is_set ? after : nullptr;
}

const char* RowScanner::ScanLiteral(const RowKey& key, const char* at) {
  const std::string_view rest(at, end_ - at);
  for (const std::string_view word : {"null", "true", "false"}) {
    if (!rest.starts_with(word)) {
      if (word.starts_with(rest)) return Incomplete();
      continue;
    }
    const bool is_set = word == "null" || SetBool(key, word == "true");
    return is_set ? at + word.size() : nullptr;
  }
  return nullptr;
}

// Reads a list after its bracket. Stores the first element that is not null.
const char* RowScanner::ScanList(const RowKey& key, const char* at) {
  if (key.reading != CellReading::kFirstOfList || !key.is_wanted) {
    return nullptr;
  }
  static const RowKey ignored;
  at = SkipBlanks(at);
  if (at != end_ && *at == ']') return at + 1;
  while (at != end_) {
    if (*at == '[') return nullptr;
    at = ScanAnyValue(row_->has(key.column) ? ignored : key, at);
    if (at == nullptr) return nullptr;
    at = SkipBlanks(at);
    if (at != end_ && *at == ']') return at + 1;
    at = Skip(',', at);
    if (at == nullptr) return nullptr;
    at = SkipBlanks(at);
  }
  return Incomplete();
}

bool RowScanner::SetText(const RowKey& key, std::string_view text) {
  if (text.size() > options_.limits.max_cell_bytes) return false;
  if (!key.is_wanted) return true;
  if (key.usual == UsualValue::kText) {
    row_->BorrowText(key.column, text);
    return true;
  }
  return key.reading == CellReading::kExact
             ? SetFromText(key.type, key.column, text, *row_)
             : ReaderOf(key).Text(text, *row_);
}

bool RowScanner::SetNumber(const RowKey& key, std::string_view written) {
  if (written.size() > options_.limits.max_cell_bytes) return false;
  if (!key.is_wanted) return true;
  return key.reading == CellReading::kExact
             ? SetFromNumber(key.type, key.column, written, *row_)
             : ReaderOf(key).Number(written, *row_);
}

bool RowScanner::SetBool(const RowKey& key, bool value) {
  if (!key.is_wanted) return true;
  return key.reading == CellReading::kExact
             ? SetFromBool(key.type, key.column, value, *row_)
             : ReaderOf(key).Bool(value, *row_);
}

CellReader& RowScanner::ReaderOf(const RowKey& key) {
  reader_.Begin(key.reading, GetColumn(key.column));
  return reader_;
}

}  // namespace backlinks::decode
