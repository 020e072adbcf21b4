// Reads a whole row from memory, several times as fast as the parser, if the
// row is like most: an object of scalars, with every value as its column has
// it. Any other row is left to the parser, which decides what is wrong with it.
//
// In:      bytes of a document, from the beginning of a row.
// Out:     the row that the parser would return. Its texts are borrowed from
//          these bytes, unless they had escapes.
// Unusual: anything that is not JSON, not UTF-8 or above a limit; a value that
//          is malformed for its column, or not a scalar (a list of scalars for
//          CellReading::kFirstOfList is usual); a column that occurs twice; a
//          column other than the 25, if those are kept; escapes in a key.
// Threads: one at a time.
#ifndef BACKLINKS_SERVICE_DECODE_ROW_SCANNER_H_
#define BACKLINKS_SERVICE_DECODE_ROW_SCANNER_H_

#include <cstddef>
#include <string_view>

#include "service/decode/cell_reader.h"
#include "service/decode/json_text.h"
#include "service/decode/row_layout.h"
#include "service/model/row.h"

namespace backlinks::decode {

class RowScanner {
 public:
  enum class Outcome {
    kRow,
    kIncomplete,  // The bytes end within the row.
    kUnusual,     // The parser must read this row.
  };

  // `options` must outlive the scanner.
  explicit RowScanner(const DecodeOptions& options);

  // Reads the row at the beginning of `text`. If it succeeds, size() is the
  // size of the row, and row() is valid as long as `text`, until the next Scan.
  Outcome Scan(std::string_view text);
  size_t size() const { return at_ - begin_; }
  const Row& row() const { return row_; }

 private:
  // Each of these moves at_ to the byte after what it has read. Returns false
  // if it cannot read it: at_ is then end_ if the bytes end within it.
  bool ScanRow();
  bool ScanMembers();
  const RowKey* ScanKey();
  const RowKey* ScanOtherKey();
  bool ScanValue(const RowKey& key);
  bool ScanText(const RowKey& key);
  bool ScanEscapedText(const RowKey& key);
  bool ScanNumber(const RowKey& key);
  bool ScanLiteral(const RowKey& key);
  bool ScanList(const RowKey& key);
  bool SkipWord(std::string_view word);
  bool Skip(char mark) {
    if (AtEnd() || *at_ != mark) return false;
    ++at_;
    return true;
  }
  void SkipBlanks() {
    while (!AtEnd() && IsBlank(*at_)) ++at_;
  }

  // Stores what was read. Returns false if it is malformed for its column.
  bool SetText(const RowKey& key, std::string_view text);
  bool SetOtherText(const RowKey& key, std::string_view text);
  bool SetNumber(const RowKey& key, std::string_view written);
  bool SetBool(const RowKey& key, bool value);
  CellReader& ReaderOf(const RowKey& key);

  bool AtEnd() const { return at_ == end_; }

  const DecodeOptions& options_;
  RowLayout layout_;
  Row row_;
  CellReader reader_;
  const char* begin_ = nullptr;
  const char* at_ = nullptr;
  const char* end_ = nullptr;
};

}  // namespace backlinks::decode

#endif  // BACKLINKS_SERVICE_DECODE_ROW_SCANNER_H_
