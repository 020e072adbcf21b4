// Decodes one upstream page into rows, one piece of the body at a time.
//
// In:     bytes of one JSON document, any split.  Out: whole rows, in order.
// Holds:  one row, whatever the document's size: unknown columns and members
//         are skipped in constant memory.
// Cells:  null is absent. What can be converted exactly is ("21", 21.0 and
//         2.1e1 are 21; RFC 3339 or YYYY-MM-DD dates; "true"/"false", 0/1);
//         what cannot leaves the cell absent and is counted by column. Text
//         that is not UTF-8, or has half a surrogate pair, gets U+FFFD and is
//         counted the same way. Columns with another reading are read by that
//         (cell_reading.h). Of a key that comes twice the last one counts.
// Errors: UPSTREAM_MALFORMED with the byte offset: bad JSON, an end inside the
//         document, a limit passed, no rows and no error in the document.
//         What the sink returns is returned. Sticky after the first.
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

namespace backlinks {

struct DecodeLimits {
  int max_depth = 32;
  size_t max_key_bytes = 256;
  size_t max_cell_bytes = 1 << 20;  // 1 MiB
  size_t max_row_bytes = 2 << 20;   // All that is kept of one row.
};

struct DecodeOptions {
  std::string rows_key;  // Member of the top-level object with the rows.
  std::function<int(std::string_view)> column_of;  // 0: not one of the 25.
  ColumnSet wanted;                                // Others are skipped.
  CellReadings readings{};  // By default everything is read exactly.
  bool keep_other_columns = false;
  DecodeLimits limits;
};

class RowSink {
 public:
  virtual ~RowSink() = default;
  // The row is valid during the call only.
  virtual absl::Status OnRow(const Row& row) = 0;
};

class PageDecoder {
 public:
  // `sink` must outlive the decoder.
  PageDecoder(DecodeOptions options, RowSink& sink);
  ~PageDecoder();

  absl::Status Write(std::string_view piece);
  absl::Status Finish();

  // The text of the document's member "error", if it had one (cut at 1 KiB).
  // Such a document is no error of decoding.
  const std::optional<std::string>& error_text() const;

  int64_t row_count() const;

  // Malformed cells so far, by column number; at 0, in all other columns.
  const std::array<int64_t, kColumnCount + 1>& malformed_cells() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_DECODE_PAGE_DECODER_H_
