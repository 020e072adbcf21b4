// The order of the rows of a query, in SQL.
//
// The tables (schema.h) store the position of each row in the order that the
// server asks each dialect for to read page after page. Rows are sorted by that
// number then, instead of by texts of every row.
#ifndef BACKLINKS_SERVICE_EMBEDDED_ROW_ORDER_H_
#define BACKLINKS_SERVICE_EMBEDDED_ROW_ORDER_H_

#include <array>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace backlinks::embedded {

struct OrderTerm {
  std::string sql;  // "\"title\"": an expression of the columns.
  bool descending = false;
};

// An order whose positions are stored. Rows that are equal in all its columns
// are in the order in which they were imported.
struct StoredOrder {
  std::span<const std::string_view> columns;  // Ascending.
  std::string_view position;                  // SQL for the position.
};

// The tie-breakers that the server appends to an order of each dialect. An
// order with other ones has the same rows, only more slowly.
inline constexpr std::array<std::string_view, 9> kV2OrderColumns = {
    "url_from", "url_to",   "link_type", "nofollow",  "anchor",
    "alt",      "text_pre", "text_post", "first_seen"};
inline constexpr std::array<std::string_view, 5> kV3OrderColumns = {
    "url_from", "url_to", "first_seen", "nofollow", "anchor"};

inline constexpr StoredOrder kV2Order = {kV2OrderColumns, "refpage_id"};
inline constexpr StoredOrder kV3Order = {kV3OrderColumns,
                                         "refpage_id + v3_shift"};

// Returns the columns of an order as "\"url_from\", …".
std::string ColumnsSql(const StoredOrder& order);

struct RowOrder {
  std::string sql;          // For ORDER BY, a total order.
  bool reads_rows = false;  // Needs the table `refpages`.
};

// Returns the order by the terms, in which rows that are equal in all of them
// are in the order of the import. Uses the positions of `stored` if that is the
// same order.
RowOrder MakeRowOrder(const std::vector<OrderTerm>& terms,
                      const StoredOrder& stored);

// Returns the order by the terms that is random among equal rows.
RowOrder MakeUnstableOrder(const std::vector<OrderTerm>& terms);

}  // namespace backlinks::embedded

#endif  // BACKLINKS_SERVICE_EMBEDDED_ROW_ORDER_H_
