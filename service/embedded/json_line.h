// Decodes one line of JSONL like a response of an upstream with one row.
//
// Errors: the line is not one JSON object, with the column (in bytes, from 1).
//         An error of the sink is returned unchanged.
#ifndef BACKLINKS_SERVICE_EMBEDDED_JSON_LINE_H_
#define BACKLINKS_SERVICE_EMBEDDED_JSON_LINE_H_

#include <string_view>

#include "absl/status/status.h"
#include "service/decode/page_decoder.h"
#include "service/embedded/importer.h"

namespace backlinks::embedded {

// Decodes a line, and adds its malformed cells to `counts`.
absl::Status DecodeJsonLine(std::string_view line, decode::RowSink& sink,
                            CellCounts& counts);

}  // namespace backlinks::embedded

#endif  // BACKLINKS_SERVICE_EMBEDDED_JSON_LINE_H_
