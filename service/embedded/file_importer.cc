#include "service/embedded/file_importer.h"

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>

#include "fmt/format.h"
#include "service/embedded/csv_parser.h"
#include "service/embedded/export_row.h"
#include "service/embedded/file_kind.h"
#include "service/embedded/json_line.h"
#include "service/embedded/line_reader.h"

namespace backlinks::embedded {
namespace {

constexpr std::string_view kBlank = " \t";
constexpr std::string_view kSeparators = "\t;,";

bool IsJson(std::string_view line) {
  const size_t begin = line.find_first_not_of(kBlank);
  return begin != line.npos && line[begin] == '{';
}

// Returns the separator that occurs most often in the line.
char SeparatorOf(std::string_view line) {
  return *std::max_element(kSeparators.begin(), kSeparators.end(),
                           [line](char a, char b) {
                             return std::count(line.begin(), line.end(), a) <
                                    std::count(line.begin(), line.end(), b);
                           });
}

class FileImporter {
 public:
  FileImporter(LineReader reader, RowInserter& inserter, CellCounts& counts)
      : reader_(std::move(reader)), inserter_(inserter), counts_(counts) {}

  absl::Status Import() {
    auto line = NextLine();
    if (!line.ok() || !line->has_value()) return line.status();
    return IsJson(**line) ? ImportJson(**line) : ImportTable(**line);
  }

  // Returns the line of the last record, for error messages.
  int64_t line_number() const { return record_line_; }

 private:
  // Returns the next line that is not blank. Empty at the end.
  absl::StatusOr<std::optional<std::string_view>> NextLine() {
    while (true) {
      auto line = reader_.Next();
      record_line_ = reader_.line_number();
      if (!line.ok() || !line->has_value() ||
          (*line)->find_first_not_of(kBlank) != std::string_view::npos) {
        return line;
      }
    }
  }

  absl::Status ImportJson(std::string_view first) {
    std::optional<std::string_view> line = first;
    while (line) {
      absl::Status status = DecodeJsonLine(*line, inserter_, counts_);
      if (!status.ok()) return status;
      auto next = NextLine();
      if (!next.ok()) return next.status();
      line = *next;
    }
    return absl::OkStatus();
  }

  absl::Status ImportTable(std::string_view first) {
    CsvParser parser(SeparatorOf(first));
    const auto is_whole = parser.Add(first);
    if (!is_whole.ok() || !*is_whole) return NoTable(first);
    const auto columns = FindExportColumns(parser.cells());
    if (!columns) return NoTable(first);
    Row row;
    while (true) {
      const auto line = NextLine();
      absl::Status status = line.status();
      if (status.ok() && !line->has_value()) return status;
      if (status.ok()) status = ReadRecord(**line, parser);
      if (status.ok()) {
        status = ReadExportRow(parser.cells(), *columns, row, counts_);
      }
      if (status.ok()) status = inserter_.OnRow(row);
      if (!status.ok()) return status;
    }
  }

  static absl::Status NoTable(std::string_view first) {
    return absl::InvalidArgumentError(
        fmt::format("neither JSONL nor an export of Ahrefs, but {}",
                    DescribeFileKind(first)));
  }

  // Reads a record, which has further lines if a quoted cell spans lines.
  absl::Status ReadRecord(std::string_view line, CsvParser& parser) {
    auto is_whole = parser.Add(line);
    while (is_whole.ok() && !*is_whole) {
      const auto next = reader_.Next();
      if (!next.ok()) return next.status();
      if (!next->has_value()) {
        return absl::InvalidArgumentError("a quoted cell without an end");
      }
      is_whole = parser.Add(**next);
    }
    return is_whole.status();
  }

  LineReader reader_;
  RowInserter& inserter_;
  CellCounts& counts_;
  int64_t record_line_ = 0;
};

}  // namespace

absl::Status ImportFile(const std::string& file, RowInserter& inserter,
                        CellCounts& malformed_cells) {
  auto reader = LineReader::Open(file);
  if (!reader.ok()) return reader.status();
  FileImporter importer(*std::move(reader), inserter, malformed_cells);
  absl::Status status = importer.Import();
  // A full disk is not an error of the line.
  if (status.ok() || absl::IsResourceExhausted(status)) return status;
  return absl::InvalidArgumentError(fmt::format("{}:{}: {}", file,
                                                importer.line_number(),
                                                std::string(status.message())));
}

}  // namespace backlinks::embedded
