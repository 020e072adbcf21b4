#include "service/embedded/importer.h"

#include <numeric>
#include <string_view>

#include "fmt/format.h"
#include "service/embedded/file_importer.h"
#include "service/embedded/pending_database.h"
#include "service/embedded/row_inserter.h"

namespace backlinks::embedded {

absl::StatusOr<ImportReport> ImportInto(const std::vector<std::string>& files,
                                        Database& database) {
  auto inserter = RowInserter::Create(database);
  if (!inserter.ok()) return inserter.status();
  ImportReport report;
  for (const std::string& file : files) {
    const absl::Status status =
        ImportFile(file, *inserter, report.malformed_cells);
    if (!status.ok()) return status;
  }
  if (absl::Status status = inserter->Finish(); !status.ok()) return status;
  report.row_count = inserter->row_count();
  return report;
}

absl::StatusOr<ImportReport> ImportFiles(const std::vector<std::string>& files,
                                         const std::string& out) {
  auto file = PendingDatabase::Create(out);
  if (!file.ok()) return file.status();
  auto database = Database::Create(file->part());
  if (!database.ok()) return database.status();
  auto report = ImportInto(files, *database);
  if (!report.ok()) return report;
  if (absl::Status status = file->Commit(); !status.ok()) return status;
  return report;
}

std::string DescribeMalformedCells(const CellCounts& counts) {
  const int64_t sum = std::accumulate(counts.begin(), counts.end(), int64_t{0});
  if (sum == 0) return "";
  std::string text = sum == 1 ? "1 cell is malformed"
                              : fmt::format("{} cells are malformed", sum);
  std::string_view separator = ": ";
  for (const Column& column : AllColumns()) {
    if (counts[column.number] == 0) continue;
    text +=
        fmt::format("{}{} ({})", separator, column.name, counts[column.number]);
    separator = ", ";
  }
  return text;
}

}  // namespace backlinks::embedded
