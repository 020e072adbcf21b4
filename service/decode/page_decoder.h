// Decodes one upstream page into rows, one piece of the body at a time.
//
// In:     bytes of one JSON document, split anywhere.
// Out:    complete rows, in order.
// Holds:  one row, whatever the document's size: unknown columns and members
//         are skipped in constant memory. Up to 64 KiB of a row that has not
//         arrived completely.
// Cells:  a null is an absent cell. A value is converted if that is exact:
//         "21", 21.0 and 2.1e1 are 21; dates are RFC 3339 or YYYY-MM-DD; bools
//         are "true"/"false" or 0/1. Otherwise the cell is absent and counted
//         as malformed for its column. Text with invalid UTF-8 or half a
//         surrogate pair gets U+FFFD and is counted the same way. Columns with
//         a CellReading are read by that (cell_reading.h). If a key occurs
//         twice, the last one counts.
// Errors: UPSTREAM_MALFORMED with the byte offset: bad JSON, a truncated
//         document, a limit exceeded, neither rows nor an error in the
//         document. An error of the sink is returned unchanged. After the
//         first error every call returns it.
// Threads: one at a time.  Cancel: stop calling; destruction is safe.
//
// Example:
//   PageDecoder decoder({.rows_key = "refpages", .column_of = …}, sink);
//   BACKLINKS_RETURN_IF_ERROR(decoder.Write(piece));  // for every piece
//   BACKLINKS_RETURN_IF_ERROR(decoder.Finish());
#ifndef BACKLINKS_SERVICE_DECODE_PAGE_DECODER_H_
#define BACKLINKS_SERVICE_DECODE_PAGE_DECODER_H_

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "service/model/cell_reading.h"
#include "service/model/row.h"

namespace backlinks::decode {

struct DecodeLimits {
  int max_depth = 32;
  size_t max_key_bytes = 256;
  size_t max_cell_bytes = 1 << 20;  // 1 MiB
  size_t max_row_bytes = 2 << 20;   // All stored text of one row.
};

struct DecodeOptions {
  std::string rows_key;  // The member of the document with the rows.
  std::function<int(std::string_view)> column_of;  // 0: not one of the 25.
  ColumnSet wanted;                                // Other columns are skipped.
  CellReadings readings{};                         // By default all kExact.
  bool keep_other_columns = false;
  DecodeLimits limits;
  // Whether RowScanner reads the rows that it can. The result is the same.
  bool scan_rows = true;
};

class RowSink {
 public:
  virtual ~RowSink() = default;
  // Handles a row, which is valid until the call for the next row, or
  // OnRowEnds, returns.
  virtual absl::Status OnRow(const Row& row) = 0;
  // The last row is valid during this call, and not after it.
  virtual void OnRowEnds() {}
};

class PageDecoder {
 public:
  // `sink` must outlive the decoder.
  PageDecoder(DecodeOptions options, RowSink& sink);
  ~PageDecoder();

  absl::Status Write(std::string_view piece);
  absl::Status Finish();

  // Returns the text of the document's member "error", cut at 1 KiB. Empty if
  // there is none. A document with an error is not a decoding error.
  const std::optional<std::string>& error_text() const;

  int64_t row_count() const;

  // Returns the number of malformed cells so far by column number; index 0 is
  // for all other columns.
  const std::array<int64_t, kColumnCount + 1>& malformed_cells() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace backlinks::decode

#endif  // BACKLINKS_SERVICE_DECODE_PAGE_DECODER_H_
