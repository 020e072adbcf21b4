#include "service/decode/row_scanner.h"

#include <string>

#include "absl/strings/ascii.h"
#include "service/decode/cell_conversion.h"
#include "service/decode/number_end.h"
#include "service/decode/string_end.h"
#include "service/decode/unescape.h"
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
  begin_ = at_ = text.data();
  end_ = begin_ + text.size();
  if (options_.limits.max_depth < kDepth) return Outcome::kUnusual;
  row_.Clear();
  layout_.Restart();
  if (ScanRow()) {
    const bool is_usual = row_.text_bytes() <= options_.limits.max_row_bytes &&
                          ValidUtf8(Between(begin_, at_));
    return is_usual ? Outcome::kRow : Outcome::kUnusual;
  }
  return AtEnd() ? Outcome::kIncomplete : Outcome::kUnusual;
}

inline bool RowScanner::SetText(const RowKey& key, std::string_view text) {
  if (text.size() > options_.limits.max_cell_bytes) return false;
  if (!key.is_text) return SetOtherText(key, text);
  row_.BorrowText(key.column, text);
  return true;
}

inline bool RowScanner::ScanText(const RowKey& key) {
  const char* const begin = ++at_;
  at_ = FindStringEnd(at_, end_);
  if (AtEnd()) return false;
  if (*at_ == '\\') {
    at_ = begin;
    return ScanEscapedText(key);
  }
  const std::string_view text = Between(begin, at_);
  return Skip('\"') && SetText(key, text);
}

inline bool RowScanner::ScanValue(const RowKey& key) {
  if (key.column == 0 && options_.keep_other_columns) return false;
  if (key.column != 0 && row_.has(key.column)) return false;
  if (*at_ == '"') return ScanText(key);
  if (*at_ == '-' || absl::ascii_isdigit(*at_)) return ScanNumber(key);
  return *at_ == '[' ? ScanList(key) : ScanLiteral(key);
}

inline const RowKey* RowScanner::ScanKey() {
  if (const RowKey* const key = layout_.Expect(Between(at_, end_))) {
    at_ += key->lead.size();
    return key;
  }
  return ScanOtherKey();
}

bool RowScanner::ScanRow() {
  if (!Skip('{')) return false;
  SkipBlanks();
  return Skip('}') || ScanMembers();
}

bool RowScanner::ScanMembers() {
  while (true) {
    const RowKey* const key = ScanKey();
    if (key == nullptr) return false;
    SkipBlanks();
    if (AtEnd() || !ScanValue(*key)) return false;
    SkipBlanks();
    if (Skip(',')) continue;
    return Skip('}');
  }
}

// Reads a key that is not the expected one.
const RowKey* RowScanner::ScanOtherKey() {
  const char* const lead = at_;
  SkipBlanks();
  if (!Skip('\"')) return nullptr;
  const char* const key = at_;
  at_ = FindStringEnd(at_, end_);
  const char* const key_end = at_;
  if (!Skip('\"')) return nullptr;
  SkipBlanks();
  if (!Skip(':')) return nullptr;
  SkipBlanks();
  if (AtEnd()) return nullptr;
  const std::string_view name = Between(key, key_end);
  if (name.size() > options_.limits.max_key_bytes) return nullptr;
  return &layout_.Find(name, Between(lead, at_));
}

bool RowScanner::ScanEscapedText(const RowKey& key) {
  const char* const begin = at_;
  while (at_ = FindStringEnd(at_, end_), !AtEnd() && *at_ == '\\') {
    if (end_ - at_ <= 2) {
      at_ = end_;
      return false;
    }
    at_ += 2;
  }
  const std::string_view written = Between(begin, at_);
  if (!Skip('\"')) return false;
  if (key.is_text) {
    if (!AppendUnescaped(written, row_.BeginText())) return false;
    row_.EndText(key.column);
    return row_.text(key.column).size() <= options_.limits.max_cell_bytes;
  }
  std::string text;
  return AppendUnescaped(written, text) && SetText(key, text);
}

bool RowScanner::ScanNumber(const RowKey& key) {
  const char* const begin = at_;
  int64_t value = 0;
  if (key.is_int && ReadShortInt(at_, end_, value)) {
    row_.SetNumber(key.column, value);
    return true;
  }
  const char* const after = FindNumberEnd(begin, end_);
  if (after == nullptr) return false;
  at_ = after;
  return !AtEnd() && SetNumber(key, Between(begin, at_));
}

bool RowScanner::ScanLiteral(const RowKey& key) {
  if (SkipWord("true")) return SetBool(key, true);
  if (SkipWord("false")) return SetBool(key, false);
  return SkipWord("null");
}

// Stores the first element that is not null.
bool RowScanner::ScanList(const RowKey& key) {
  if (key.reading != CellReading::kFirstOfList || !key.is_wanted) return false;
  static const RowKey ignored;
  ++at_;
  SkipBlanks();
  if (Skip(']')) return true;
  while (!AtEnd()) {
    const bool has_value = row_.has(key.column);
    if (*at_ == '[' || !ScanValue(has_value ? ignored : key)) return false;
    SkipBlanks();
    if (Skip(']')) return true;
    if (!Skip(',')) return false;
    SkipBlanks();
  }
  return false;
}

bool RowScanner::SkipWord(std::string_view word) {
  const std::string_view rest = Between(at_, end_);
  if (rest.starts_with(word)) {
    at_ += word.size();
    return true;
  }
  if (word.starts_with(rest)) at_ = end_;
  return false;
}

// Stores a text for a column that is read in another way.
bool RowScanner::SetOtherText(const RowKey& key, std::string_view text) {
  if (!key.is_wanted) return true;
  return key.reading == CellReading::kExact
             ? SetFromText(key.type, key.column, text, row_)
             : ReaderOf(key).Text(text, row_);
}

bool RowScanner::SetNumber(const RowKey& key, std::string_view written) {
  if (written.size() > options_.limits.max_cell_bytes) return false;
  if (!key.is_wanted) return true;
  return key.reading == CellReading::kExact
             ? SetFromNumber(key.type, key.column, written, row_)
             : ReaderOf(key).Number(written, row_);
}

bool RowScanner::SetBool(const RowKey& key, bool value) {
  if (!key.is_wanted) return true;
  return key.reading == CellReading::kExact
             ? SetFromBool(key.type, key.column, value, row_)
             : ReaderOf(key).Bool(value, row_);
}

CellReader& RowScanner::ReaderOf(const RowKey& key) {
  reader_.Begin(key.reading, GetColumn(key.column));
  return reader_;
}

}  // namespace backlinks::decode
