#include "client/cpp/cli/query_arguments.h"

#include <string_view>
#include <utility>
#include <vector>

#include "client/cpp/cli/caret_text.h"
#include "client/cpp/cli/option_values.h"
#include "fmt/format.h"
#include "service/common/parse/filter_text.h"
#include "service/common/status/status.h"

namespace backlinks::cli {
namespace {

// The columns that people need first.
constexpr std::string_view kTableColumns =
    "url_from,url_to,ahrefs_rank,nofollow,anchor";

std::vector<std::string_view> Split(std::string_view text) {
  std::vector<std::string_view> parts;
  while (!text.empty()) {
    const size_t comma = text.find(',');
    parts.push_back(text.substr(0, comma));
    text = comma == text.npos ? std::string_view() : text.substr(comma + 1);
  }
  return parts;
}

output::ColumnList EveryColumn() {
  output::ColumnList columns;
  for (const Column& column : AllColumns()) columns.push_back(&column);
  return columns;
}

absl::StatusOr<v1::Filter> ParseOption(std::string_view option,
                                       const std::string& text) {
  size_t position = 1;
  auto filter = ParseFilterText(text, &position);
  if (filter.ok()) return filter;
  const std::string what = GetViolations(filter.status())[0].description;
  return absl::InvalidArgumentError(
      fmt::format("{} {}\n{}", option, what, CaretText(text, position)));
}

absl::Status AddFilters(const QueryArguments& arguments,
                        v1::RefpagesQuery& query) {
  if (!arguments.where.empty()) {
    auto filter = ParseOption("--where", arguments.where);
    if (!filter.ok()) return filter.status();
    *query.mutable_where() = *std::move(filter);
  }
  if (!arguments.having.empty()) {
    auto filter = ParseOption("--having", arguments.having);
    if (!filter.ok()) return filter.status();
    *query.mutable_having() = *std::move(filter);
  }
  return absl::OkStatus();
}

absl::Status AddOrder(const QueryArguments& arguments,
                      v1::RefpagesQuery& query) {
  for (const std::string_view part : Split(arguments.order_by)) {
    const size_t colon = part.find(':');
    const std::string_view direction =
        colon == part.npos ? "asc" : part.substr(colon + 1);
    if (direction != "asc" && direction != "desc") {
      return absl::InvalidArgumentError(fmt::format(
          "--order-by: direction must be asc or desc, got \"{}\"", direction));
    }
    v1::OrderBy& key = *query.add_order_by();
    key.set_column(std::string(part.substr(0, colon)));
    key.set_direction(direction == "desc" ? v1::SORT_DIRECTION_DESCENDING
                                          : v1::SORT_DIRECTION_ASCENDING);
  }
  return absl::OkStatus();
}

absl::Status AddMode(const QueryArguments& arguments,
                     v1::RefpagesQuery& query) {
  std::string name = "TARGET_MODE_";
  for (const char c : arguments.mode) name += static_cast<char>(c & ~0x20);
  v1::TargetMode mode;
  if (!v1::TargetMode_Parse(name, &mode) ||
      mode == v1::TARGET_MODE_UNSPECIFIED) {
    return absl::InvalidArgumentError(
        fmt::format("--mode: must be exact, domain, subdomains or prefix, got "
                    "\"{}\"",
                    arguments.mode));
  }
  query.set_mode(mode);
  return absl::OkStatus();
}

}  // namespace

void AddQueryOptions(CLI::App& app, QueryArguments& arguments) {
  app.add_option("target", arguments.target, "Domain, directory or URL")
      ->required();
  app.add_option("--mode", arguments.mode,
                 "exact, domain, subdomains or prefix")
      ->type_name("{exact,domain,subdomains,prefix}")
      ->capture_default_str();
  app.add_option("--where", arguments.where,
                 "Filter text, e.g. 'ahrefs_rank >= 20 AND NOT nofollow'");
  app.add_option("--having", arguments.having,
                 "Filter text on the rows after grouping");
  app.add_option("--order-by", arguments.order_by,
                 "Columns, e.g. ahrefs_rank:desc,url_from")
      ->type_name("ORDER");
  app.add_option("--select", arguments.select,
                 "Columns, e.g. url_from,anchor; *: every column")
      ->type_name("COLUMNS");
  app.add_flag("--other-columns", arguments.other_columns,
               "Include columns beyond the 25 (jsonl)");
  AddParsedOption(app, "--max-cache-age", ParseTimeout, arguments.max_cache_age,
                  "a duration, such as 90s or 1h; 0: only fresh rows",
                  "Maximum age of rows from the server's cache; 0: none")
      ->type_name("DURATION");
}

CLI::Option* AddLimitOption(CLI::App& app, std::optional<int64_t>& limit) {
  return AddParsedOption(
      app, "--limit", [](const std::string& text) { return ParseCount(text); },
      limit, "a number of rows from 1",
      "Maximum number of rows (default 1000)");
}

CLI::Option* AddMaxPriceOption(CLI::App& app, std::optional<int64_t>& price) {
  return AddParsedOption(app, "--max-price", ParsePrice, price,
                         "a price: digits, and at most three after a point",
                         "Maximum price, in the upstream's unit");
}

void AddRowCountOptions(CLI::App& app, RowCountArguments& arguments) {
  auto* limit = AddLimitOption(app, arguments.limit);
  auto* price = AddMaxPriceOption(app, arguments.max_price);
  app.add_flag("--all", arguments.all, "Every row; needs --max-price")
      ->excludes(limit)
      ->needs(price);
}

absl::StatusOr<output::ColumnList> SelectedColumns(
    const QueryArguments& arguments, bool table) {
  const bool by_default = arguments.select.empty();
  if (by_default && !table) return EveryColumn();
  output::ColumnList columns;
  bool every = false;
  for (const std::string_view name :
       Split(by_default ? kTableColumns : arguments.select)) {
    if (name == "*") {
      every = true;
      continue;
    }
    const Column* column = FindColumn(name);
    if (column == nullptr) {
      return absl::InvalidArgumentError(fmt::format(
          "--select: \"{}\" is not a column; `backlinks columns` lists them",
          name));
    }
    columns.push_back(column);
  }
  return every ? EveryColumn() : columns;
}

absl::StatusOr<v1::RefpagesQuery> MakeQuery(const QueryArguments& arguments,
                                            const output::ColumnList& columns) {
  v1::RefpagesQuery query;
  query.set_target(arguments.target);
  BACKLINKS_RETURN_IF_ERROR(AddMode(arguments, query));
  BACKLINKS_RETURN_IF_ERROR(AddFilters(arguments, query));
  BACKLINKS_RETURN_IF_ERROR(AddOrder(arguments, query));
  if (columns != EveryColumn()) {
    for (const Column* column : columns) {
      query.mutable_read_mask()->add_paths(column->name);
    }
  }
  return query;
}

}  // namespace backlinks::cli
