#include "service/embedded/schema.h"

#include <string_view>

#include "fmt/format.h"
#include "service/common/column/column.h"
#include "service/embedded/row_order.h"

namespace backlinks::embedded {
namespace {

constexpr std::string_view kCreateTargets =
    "CREATE TABLE targets (target_host TEXT NOT NULL,"
    " target_path TEXT NOT NULL, refpage_id INTEGER NOT NULL,"
    " import_number INTEGER NOT NULL, v3_shift INTEGER NOT NULL,"
    " PRIMARY KEY (target_host, target_path, refpage_id)) WITHOUT ROWID;";

// Sorts the keys alone, since SQLite would copy whole rows as often as it
// sorts. {0} are all columns, {1} those of kV2Order, {2} those of kV3Order.
constexpr std::string_view kFillTables =
    "CREATE TEMP TABLE positions (id INTEGER PRIMARY KEY, number INTEGER);"
    "INSERT INTO positions (number)"
    " SELECT id FROM imported ORDER BY {1}, id;"
    "INSERT INTO refpages (id, {0})"
    " SELECT positions.id, {0} FROM positions"
    " CROSS JOIN imported ON imported.id = number ORDER BY positions.id;"
    "INSERT INTO targets"
    " SELECT target_host_of(url_to), target_path_of(url_to), id, number,"
    " v3 - id FROM (SELECT refpages.id, url_to, number,"
    " row_number() OVER (ORDER BY {2}, number) AS v3"
    " FROM positions CROSS JOIN refpages USING (id)) ORDER BY 1, 2, 3;"
    "DROP TABLE imported; DROP TABLE positions; ANALYZE;";

std::string_view SqlTypeOf(ColumnType type) {
  switch (type) {
    case ColumnType::kInt64:
    case ColumnType::kBool:
      return "INTEGER";
    case ColumnType::kTimestamp:
      return "TEXT COLLATE backlinks_time";
    case ColumnType::kString:
    case ColumnType::kLinkType:
      break;
  }
  return "TEXT";
}

// Returns the columns of a table of rows, with their types.
std::string RowColumnsSql() {
  std::string sql = "(id INTEGER PRIMARY KEY";
  for (const Column& column : AllColumns()) {
    sql += fmt::format(", \"{}\" {}", column.name, SqlTypeOf(column.type));
  }
  return sql + ");";
}

}  // namespace

std::string ColumnNamesSql() {
  std::string sql;
  for (const Column& column : AllColumns()) {
    sql += fmt::format("{}\"{}\"", sql.empty() ? "" : ", ", column.name);
  }
  return sql;
}

std::string CreateTablesSql() {
  return fmt::format("CREATE TABLE refpages {}{}", RowColumnsSql(),
                     kCreateTargets);
}

std::string CreateImportedSql() {
  return "PRAGMA temp.journal_mode = OFF; CREATE TEMP TABLE imported " +
         RowColumnsSql();
}

std::string FillTablesSql() {
  return fmt::format(kFillTables, ColumnNamesSql(), ColumnsSql(kV2Order),
                     ColumnsSql(kV3Order));
}

absl::Status CheckTables(sqlite::Connection& connection) {
  const auto rows = connection.Prepare("SELECT id FROM refpages LIMIT 1");
  if (!rows.ok()) return absl::InvalidArgumentError(rows.status().message());
  if (connection.Prepare("SELECT v3_shift FROM targets LIMIT 1").ok()) {
    return absl::OkStatus();
  }
  return absl::InvalidArgumentError(
      "made by another version of the importer; import the rows again");
}

}  // namespace backlinks::embedded
