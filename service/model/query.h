// A validated query, and the plan made of it, as plain structs.
#ifndef BACKLINKS_SERVICE_MODEL_QUERY_H_
#define BACKLINKS_SERVICE_MODEL_QUERY_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "service/model/column.h"
#include "service/model/filter.h"
#include "service/model/keyset_position.h"

namespace backlinks {

// A page of ListRefpages ends with the row that reaches this size.
inline constexpr size_t kMaxListBytes = 1 << 20;

enum class TargetMode { kExact, kDomain, kSubdomains, kPrefix };

struct OrderKey {
  int column = 0;
  bool descending = false;
};

// What an upstream charges in; the numbers are those of v1.PriceUnit.
enum class PriceUnit { kRows = 1, kApiUnits = 2 };

// Thousandths of a unit. Exact.
using MilliPrice = int64_t;

struct Query {
  std::string target;
  TargetMode mode = TargetMode::kSubdomains;
  std::optional<FilterNode> where;
  std::optional<FilterNode> having;
  std::vector<OrderKey> order_by;
  ColumnSet columns;  // What the caller wants to see.
  bool include_other_columns = false;
  std::optional<int64_t> row_limit;  // Absent: every row.
  std::optional<MilliPrice> max_price;
  std::optional<PriceUnit> max_price_unit;  // Absent: the upstream's.
};

// What is asked of the upstream, but for which page; and what is done with its
// answer.
struct Plan {
  std::string target;
  TargetMode mode = TargetMode::kSubdomains;
  std::string where;   // In the dialect's words; empty: none.
  std::string having;  // In the dialect's words; empty: none.
  // What every row must pass here, in normal form; nothing: all do.
  std::optional<FilterNode> residual;
  bool nothing = false;            // No row can pass: no request is sent.
  std::vector<OrderKey> order_by;  // With what the planner appended.
  bool total_order = false;  // No two different rows are equal in all keys.
  // Of an upstream without offset: the whole order where a group of rows that
  // are equal in order_by is larger than a page; begins with order_by.
  std::vector<OrderKey> full_order_by;
  ColumnSet select;         // Columns to fetch.
  ColumnSet deliver;        // Columns to hand on; a subset of `select`.
  ColumnSet missing;        // Wanted, but this upstream does not have them.
  bool select_all = false;  // Ask for whatever the upstream has.
  bool include_other_columns = false;
  std::optional<int64_t> row_limit;
  std::optional<MilliPrice> max_price;
  int64_t page_rows = 0;  // Rows a page, at most.
  // What one row costs, by order_by and by full_order_by.
  MilliPrice row_price = 0;
  MilliPrice full_order_row_price = 0;
};

// One page of a plan.
struct Page {
  int64_t offset = 0;
  int64_t limit = 0;  // Rows asked for, those of `skip` included.
  int64_t skip = 0;   // Rows at its beginning that were read before.
  // Of an upstream without offset: where it begins. Rows that were read before
  // may be anywhere among the first ones then.
  KeysetPositionPtr from;
};

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_MODEL_QUERY_H_
