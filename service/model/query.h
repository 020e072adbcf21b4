// A validated query and the plan made from it, as plain structs.
#ifndef BACKLINKS_SERVICE_MODEL_QUERY_H_
#define BACKLINKS_SERVICE_MODEL_QUERY_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "service/common/column/column.h"
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

// The unit of an upstream's prices; the numbers are those of v1.PriceUnit.
enum class PriceUnit { kRows = 1, kApiUnits = 2 };

// An exact amount in thousandths of a unit.
using MilliPrice = int64_t;

struct Query {
  std::string target;
  TargetMode mode = TargetMode::kSubdomains;
  std::optional<FilterNode> where;
  std::optional<FilterNode> having;
  std::vector<OrderKey> order_by;
  ColumnSet columns;  // The columns to return.
  // The columns of an Arrow batch, in order. Empty if rows are returned one by
  // one.
  std::vector<const Column*> arrow_columns;
  bool include_other_columns = false;
  std::optional<int64_t> row_limit;  // Empty for all rows.
  std::optional<MilliPrice> max_price;
  std::optional<PriceUnit> max_price_unit;      // Empty for the upstream's.
  std::optional<absl::Duration> max_cache_age;  // Empty for the server's.
};

// How to run a query: what to request (all but the page position) and how to
// post-process its rows.
struct Plan {
  std::string target;
  TargetMode mode = TargetMode::kSubdomains;
  std::string where;   // In the dialect's syntax; may be empty.
  std::string having;  // In the dialect's syntax; may be empty.
  // The filter that this server tests on each row, in normal form. Empty if all
  // rows pass.
  std::optional<FilterNode> residual;
  bool nothing = false;            // No row can pass: no request is sent.
  std::vector<OrderKey> order_by;  // With the tie-breakers appended.
  bool total_order = false;  // No two different rows are equal in all keys.
  // For an upstream without offset: the order used within a group of rows that
  // are equal in order_by if the group is larger than a page. Begins with
  // order_by.
  std::vector<OrderKey> full_order_by;
  ColumnSet select;   // Columns to fetch.
  ColumnSet deliver;  // Columns to return; a subset of `select`.
  ColumnSet missing;  // Requested, but not available from this upstream.
  std::vector<const Column*> arrow_columns;  // As in Query.
  bool select_all = false;  // Request all columns of the upstream.
  bool include_other_columns = false;
  std::optional<int64_t> row_limit;
  std::optional<MilliPrice> max_price;
  int64_t page_rows = 0;  // Maximum rows of a page.
  // The maximum age of pages from the server's cache; 0 if only fresh ones may
  // be read. Empty if its pages are not cached at all.
  std::optional<absl::Duration> max_cache_age;
  // The price of one row, in the orders order_by and full_order_by.
  MilliPrice row_price = 0;
  MilliPrice full_order_row_price = 0;
};

// One page of a plan.
struct Page {
  int64_t offset = 0;
  int64_t limit = 0;  // Rows to request, including `skip`.
  int64_t skip = 0;   // Rows at its beginning that were read before.
  // For an upstream without offset: where the page begins. Rows read before may
  // then be anywhere among its first ones.
  KeysetPositionPtr from;
};

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_MODEL_QUERY_H_
