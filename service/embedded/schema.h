// The tables of a database of the embedded upstream.
//
// refpages: the rows. The ids are the positions of the rows in kV2Order
//           (row_order.h), so that pages in that order are read from one end of
//           the file to the other.
// targets:  for each row its target (target_key.h), refpage_id, the number of
//           the row in the import, and v3_shift, the difference from the id to
//           its position in kV3Order.
#ifndef BACKLINKS_SERVICE_EMBEDDED_SCHEMA_H_
#define BACKLINKS_SERVICE_EMBEDDED_SCHEMA_H_

#include <string>

#include "absl/status/status.h"
#include "service/sqlite/connection.h"

namespace backlinks::embedded {

// Returns the names of all columns of a row: "\"url_from\", …".
std::string ColumnNamesSql();

// Creates empty tables. The rows are first inserted into the temporary table
// `imported`, whose ids are their numbers.
std::string CreateTablesSql();
std::string CreateImportedSql();

// Fills both tables with the rows of `imported`.
std::string FillTablesSql();

// Errors: the tables do not exist, or are those of another version.
absl::Status CheckTables(sqlite::Connection& connection);

}  // namespace backlinks::embedded

#endif  // BACKLINKS_SERVICE_EMBEDDED_SCHEMA_H_
