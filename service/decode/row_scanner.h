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

#include <array>
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
  RowScanner(const RowScanner&) = delete;
  RowScanner& operator=(const RowScanner&) = delete;

  // Reads the row at the beginning of `text`. If it succeeds, size() is the
  // size of the row, and row() is valid as long as `text`, until the next Scan
  // that succeeds.
  Outcome Scan(std::string_view text);
  size_t size() const { return size_; }
  const Row& row() const { return *scanned_; }

 private:
  struct ScannedKey {
    RowKey* key;  // Null if there is none.
    const char* after;
  };

  // Each of these reads what begins at `at`, which may be end_, and returns the
  // byte after it; or null if it cannot, and sets is_incomplete_ if the bytes
  // end within it. A position that is passed and returned stays in a register,
  // which a member would not.
  const char* ScanRow(const char* at);
  const char* ScanMembers(const char* at);
  ScannedKey ScanKey(RowKey& previous, const char* at);
  ScannedKey ScanOtherKey(RowKey& previous, const char* at);
  // The value of a key; the usual ones in few instructions.
  const char* ScanValue(const RowKey& key, const char* at);
  const char* ScanText(const RowKey& key, const char* at);
  const char* ScanInt(const RowKey& key, const char* at);
  const char* ScanTime(const RowKey& key, const char* at);
  const char* ScanBool(const RowKey& key, const char* at);
  // Any value, usual or not.
  const char* ScanAnyValue(const RowKey& key, const char* at);
  const char* ScanAnyText(const RowKey& key, const char* at);
  const char* ScanEscapedText(const RowKey& key, const char* at);
  const char* ScanNumber(const RowKey& key, const char* at);
  const char* ScanLiteral(const RowKey& key, const char* at);
  const char* ScanList(const RowKey& key, const char* at);

  const char* Skip(char mark, const char* at);
  const char* SkipBlanks(const char* at) const {
    while (at != end_ && IsBlank(*at)) ++at;
    return at;
  }
  const char* Incomplete();

  // Stores what was read. Returns false if it is malformed for its column.
  bool SetText(const RowKey& key, std::string_view text);
  bool SetNumber(const RowKey& key, std::string_view written);
  bool SetBool(const RowKey& key, bool value);
  CellReader& ReaderOf(const RowKey& key);

  const DecodeOptions& options_;
  RowLayout layout_;
  std::array<Row, 2> rows_;
  Row* row_ = &rows_[0];      // The one to be scanned.
  Row* scanned_ = &rows_[1];  // The last one that was.
  CellReader reader_;
  const char* end_ = nullptr;
  size_t size_ = 0;
  bool is_incomplete_ = false;
};

}  // namespace backlinks::decode

#endif  // BACKLINKS_SERVICE_DECODE_ROW_SCANNER_H_
