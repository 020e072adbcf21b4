#include "service/embedded/row_order.h"

#include <algorithm>

#include "fmt/format.h"

namespace backlinks::embedded {
namespace {

using Terms = std::span<const OrderTerm>;

std::string Quoted(std::string_view column) {
  return fmt::format("\"{}\"", column);
}

bool IsKey(const std::string& sql, Terms terms) {
  return std::any_of(terms.begin(), terms.end(),
                     [&sql](const OrderTerm& term) { return term.sql == sql; });
}

// Returns whether `rest` sorts rows that are equal in `keys` as `stored` does:
// by its columns that are not among the keys.
bool IsStored(Terms keys, Terms rest, const StoredOrder& stored) {
  for (const std::string_view column : stored.columns) {
    const std::string sql = Quoted(column);
    if (IsKey(sql, keys)) continue;
    if (rest.empty() || rest.front().sql != sql || rest.front().descending) {
      return false;
    }
    rest = rest.subspan(1);
  }
  return rest.empty();
}

RowOrder Join(Terms terms, std::string_view last) {
  RowOrder order{.reads_rows = !terms.empty()};
  for (const OrderTerm& term : terms) {
    order.sql +=
        fmt::format("{} {}, ", term.sql, term.descending ? "desc" : "asc");
  }
  order.sql += last;
  return order;
}

}  // namespace

std::string ColumnsSql(const StoredOrder& order) {
  std::string sql;
  for (const std::string_view column : order.columns) {
    if (!sql.empty()) sql += ", ";
    sql += Quoted(column);
  }
  return sql;
}

RowOrder MakeRowOrder(const std::vector<OrderTerm>& terms,
                      const StoredOrder& stored) {
  const Terms all(terms);
  for (size_t keys = 0; keys < terms.size(); ++keys) {
    if (IsStored(all.first(keys), all.subspan(keys), stored)) {
      return Join(all.first(keys), stored.position);
    }
  }
  return Join(all, "import_number");
}

RowOrder MakeUnstableOrder(const std::vector<OrderTerm>& terms) {
  return Join(terms, "random()");
}

}  // namespace backlinks::embedded
