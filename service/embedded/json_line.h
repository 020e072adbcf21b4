// One line of JSONL, decoded as an answer of an upstream that has one row.
//
// Errors: the line is not one JSON object, with the column (by bytes, from 1);
//         what the sink returns.
#ifndef BACKLINKS_SERVICE_EMBEDDED_JSON_LINE_H_
#define BACKLINKS_SERVICE_EMBEDDED_JSON_LINE_H_

#include <string_view>

#include "absl/status/status.h"
#include "service/decode/page_decoder.h"
#include "service/embedded/importer.h"

namespace backlinks {

// Adds the row's malformed cells to `counts`.
absl::Status DecodeJsonLine(std::string_view line, RowSink& sink,
                            CellCounts& counts);

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_EMBEDDED_JSON_LINE_H_
