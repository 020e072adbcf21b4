#include "service/embedded/json_line.h"

#include <string>

#include "absl/strings/numbers.h"
#include "fmt/format.h"
#include "service/common/status/status.h"

namespace backlinks::embedded {
namespace {

constexpr std::string_view kDocumentHead = R"({"rows":[)";
constexpr std::string_view kDocumentTail = "]}";
constexpr size_t kMaxJsonLineBytes = 16 << 20;  // The maximum of a line.

int NumberOfColumn(std::string_view name) {
  const Column* const column = FindColumn(name);
  return column == nullptr ? 0 : column->number;
}

decode::DecodeOptions LineOptions() {
  decode::DecodeOptions options{.rows_key = "rows",
                                .column_of = NumberOfColumn,
                                .wanted = FullColumnSet()};
  options.limits.max_cell_bytes = kMaxJsonLineBytes;
  options.limits.max_row_bytes = kMaxJsonLineBytes;
  return options;
}

// Converts the decoder's error, which has a place in the document, to one with
// the place in the line.
absl::Status AtColumn(const absl::Status& status) {
  constexpr std::string_view kAt = " at byte ";
  const std::string message(status.message());
  const size_t at = message.rfind(kAt);
  int64_t offset = 0;
  if (GetReason(status) != Reason::kUpstreamMalformed || at == message.npos ||
      !absl::SimpleAtoi(message.substr(at + kAt.size()), &offset)) {
    return status;
  }
  return absl::InvalidArgumentError(
      fmt::format("{} at column {}", message.substr(0, at),
                  offset - static_cast<int64_t>(kDocumentHead.size()) + 1));
}

absl::Status WriteLine(std::string_view line, decode::PageDecoder& decoder) {
  for (const std::string_view part : {kDocumentHead, line, kDocumentTail}) {
    BACKLINKS_RETURN_IF_ERROR(decoder.Write(part));
  }
  BACKLINKS_RETURN_IF_ERROR(decoder.Finish());
  return decoder.row_count() == 1
             ? absl::OkStatus()
             : absl::InvalidArgumentError("not one JSON object");
}

}  // namespace

absl::Status DecodeJsonLine(std::string_view line, decode::RowSink& sink,
                            CellCounts& counts) {
  decode::PageDecoder decoder(LineOptions(), sink);
  const absl::Status status = WriteLine(line, decoder);
  if (!status.ok()) return AtColumn(status);
  for (size_t i = 0; i < counts.size(); ++i) {
    counts[i] += decoder.malformed_cells()[i];
  }
  return absl::OkStatus();
}

}  // namespace backlinks::embedded
