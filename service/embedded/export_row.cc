#include "service/embedded/export_row.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "absl/strings/ascii.h"
#include "fmt/format.h"
#include "service/decode/cell_reader.h"
#include "service/decode/row_repairer.h"
#include "service/embedded/ahrefs_v3/column_field.h"

namespace backlinks::embedded {
namespace {

struct Heading {
  std::string_view text;  // In lower case.
  std::string_view column;
};
constexpr std::array kHeadings = {
    // Headings since 2021.
    Heading{"referring page title", "title"},
    Heading{"referring page url", "url_from"},
    Heading{"referring page http code", "http_code"},
    Heading{"ur", "ahrefs_rank"},
    Heading{"external links", "links_external"},
    Heading{"target url", "url_to"},
    Heading{"left context", "text_pre"},
    Heading{"right context", "text_post"},
    Heading{"type", "link_type"},
    Heading{"redirect code", "redirect"},
    Heading{"last seen", "last_visited"},
    // Headings before 2021, except those above that differ in case only.
    Heading{"url rating", "ahrefs_rank"},
    Heading{"url rating (desc)", "ahrefs_rank"},
    Heading{"internal links count", "links_internal"},
    Heading{"external links count", "links_external"},
    Heading{"link url", "url_to"},
    Heading{"textpre", "text_pre"},
    Heading{"link anchor", "anchor"},
    Heading{"textpost", "text_post"},
    Heading{"backlink status", "nofollow"},
    Heading{"last check", "last_visited"},
    // Headings of all years: column names with blanks in place of underscores.
    Heading{"domain rating", "domain_rating"},
    Heading{"first seen", "first_seen"},
};

constexpr size_t kTimeWithoutOffset =
    std::string_view("2013-10-26 20:19:04").size();

std::string Normalized(std::string_view heading) {
  return absl::AsciiStrToLower(
      absl::StripAsciiWhitespace({heading.data(), heading.size()}));
}

CellReading ReadingOf(const Column& column) {
  if (column.type == ColumnType::kLinkType) return CellReading::kV3LinkType;
  const bool is_rating =
      column.name == "ahrefs_rank" || column.name == "domain_rating";
  return is_rating ? CellReading::kRounded : CellReading::kExact;
}

// Finds the column whose field in API v3 has this name.
ExportColumn FindExportColumnOfV3(std::string_view field) {
  const Column* const column = FindColumn(ahrefs_v3::ColumnOfV3Field(field));
  if (column == nullptr) return {};
  const bool is_status = field == "discovered_status";
  return {column, is_status ? CellReading::kPageFound : ReadingOf(*column)};
}

ExportColumn FindExportColumn(std::string_view heading) {
  for (const Heading& known : kHeadings) {
    if (known.text != heading) continue;
    const Column* const column = FindColumn(known.column);
    return {column, ReadingOf(*column)};
  }
  if (const Column* const column = FindColumn(heading)) {
    return {column, ReadingOf(*column)};
  }
  return FindExportColumnOfV3(heading);
}

// Returns the cell in the format of the API.
std::string AsSent(const Column& column, const std::string& cell) {
  if (column.type == ColumnType::kTimestamp) {
    return cell.size() == kTimeWithoutOffset ? cell + "Z" : cell;
  }
  if (column.type == ColumnType::kLinkType) return absl::AsciiStrToLower(cell);
  if (column.type != ColumnType::kBool) return cell;
  const std::string word = absl::AsciiStrToLower(cell);
  if (word == "dofollow") return "false";
  return word == "nofollow" ? "true" : word;
}

}  // namespace

std::optional<std::vector<ExportColumn>> FindExportColumns(
    const std::vector<std::string>& headings) {
  std::vector<ExportColumn> columns;
  ColumnSet found;
  for (const std::string& heading : headings) {
    ExportColumn column = FindExportColumn(Normalized(heading));
    // If two headings have the same column, the first one counts.
    if (column.column != nullptr && found[column.column->number]) column = {};
    if (column.column != nullptr) found.set(column.column->number);
    columns.push_back(column);
  }
  if (!found[FindColumn("url_to")->number]) return std::nullopt;
  return columns;
}

absl::Status ReadExportRow(const std::vector<std::string>& cells,
                           const std::vector<ExportColumn>& columns, Row& row,
                           CellCounts& malformed_cells) {
  if (cells.size() != columns.size()) {
    return absl::InvalidArgumentError(fmt::format(
        "{} cells under {} headings", cells.size(), columns.size()));
  }
  row.Clear();
  decode::CellReader reader;
  for (size_t i = 0; i < cells.size(); ++i) {
    const Column* const column = columns[i].column;
    if (column == nullptr || cells[i].empty()) continue;
    reader.Begin(columns[i].reading, *column);
    if (!reader.Text(AsSent(*column, cells[i]), row)) {
      ++malformed_cells[column->number];
    }
  }
  decode::SanitizeRow(row, malformed_cells);
  return absl::OkStatus();
}

}  // namespace backlinks::embedded
