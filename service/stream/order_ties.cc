#include "service/stream/order_ties.h"

#include <string>
#include <string_view>

#include "fmt/format.h"
#include "fmt/ranges.h"
#include "service/common/column/column.h"
#include "service/common/status/status.h"
#include "service/stream/keyset_keys.h"

namespace backlinks::stream {
namespace {

std::string ColumnNames(const std::vector<OrderKey>& order) {
  std::vector<std::string_view> names;
  names.reserve(order.size());
  for (const OrderKey& key : order) {
    names.push_back(GetColumn(key.column).name);
  }
  return fmt::format("{}", fmt::join(names, ", "));
}

}  // namespace

absl::Status TooManyTies(int64_t rows) {
  return MakeError(
      Reason::kOrderTies,
      fmt::format("{} rows or more are equal in every column that the upstream "
                  "can order by, and no page holds them all",
                  rows),
      {{"rows", fmt::to_string(rows)}});
}

absl::Status TooManyLongRows(int64_t rows, const std::vector<OrderKey>& order) {
  return MakeError(
      Reason::kOrderTies,
      fmt::format("{} rows in succession have more than {} bytes in the "
                  "columns of the order ({}): a page cannot begin at any of "
                  "them, and does not hold them all",
                  rows, kMaxKeyBytes, ColumnNames(order)),
      {{"rows", fmt::to_string(rows)},
       {"limit_bytes", fmt::to_string(kMaxKeyBytes)}});
}

absl::Status TooManyPendingBytes(size_t limit) {
  return MakeError(
      Reason::kOrderTies,
      fmt::format("rows at which no page can begin arrived in another order "
                  "than before, and more than {} bytes of them precede the "
                  "ones that were read",
                  limit),
      {{"pending_limit_bytes", fmt::to_string(limit)}});
}

}  // namespace backlinks::stream
