#include "service/embedded/ahrefs_v3/page_sql.h"

#include <string>
#include <string_view>
#include <vector>

#include "fmt/format.h"
#include "service/embedded/row_order.h"

namespace backlinks::embedded::ahrefs_v3 {
namespace {

RowOrder OrderOf(const V3Query& query, V3Ties ties) {
  std::vector<OrderTerm> terms;
  terms.reserve(query.order.size());
  for (const V3OrderKey& key : query.order) {
    terms.push_back({key.field->sql, key.descending});
  }
  return ties == V3Ties::kRandom ? MakeUnstableOrder(terms)
                                 : MakeRowOrder(terms, kV3Order);
}

// Selects the ids of all rows of the query that satisfy the filter, in their
// order.
BoundSql IdsSql(const V3Query& query, const SqlCondition& filter,
                const RowOrder& order) {
  BoundSql sql = RowsOfTarget(query.target_condition, filter, order.reads_rows);
  sql.text =
      fmt::format("SELECT refpage_id{} ORDER BY {}", sql.text, order.sql);
  return sql;
}

// The same for the first row of each domain, with the number of the domain's
// links.
BoundSql DomainsSql(const V3Query& query, const RowOrder& order) {
  BoundSql sql = RowsOfTarget(query.target_condition, query.filter, true);
  constexpr std::string_view kDomain = "PARTITION BY v3_host(\"url_from\")";
  sql.text = fmt::format(
      "SELECT refpage_id, links_of_domain FROM (SELECT *, row_number() OVER "
      "({0} ORDER BY {1}) AS nth, count(*) OVER ({0}) AS links_of_domain{2}) "
      "WHERE nth = 1 ORDER BY {1}",
      kDomain, order.sql, sql.text);
  return sql;
}

// Returns the query for a row by its keys: the id and, with one row per domain,
// the number of the domain's links.
std::string RowSql(const V3Query& query) {
  std::string columns;
  for (const V3Field* field : query.select) {
    const bool counts = query.one_per_domain && field->name == kLinkGroupCount;
    columns += counts ? "?2," : field->sql + ",";
  }
  columns.pop_back();
  return fmt::format("SELECT {} FROM refpages WHERE id = ?1", columns);
}

}  // namespace

PageSql MakeV3Sql(const V3Query& query, V3Ties ties) {
  const RowOrder order = OrderOf(query, ties);
  PageSql sql{.keys = query.one_per_domain ? DomainsSql(query, order)
                                           : IdsSql(query, query.filter, order),
              .row = RowSql(query),
              .limit = query.limit,
              .is_stable = ties == V3Ties::kStable};
  // With one row per domain a filter changes which row that is.
  if (query.keyset && !query.one_per_domain) {
    sql.keyset =
        KeysetSql{IdsSql(query, query.keyset->rest, order),
                  query.keyset->condition, query.keyset->excludes_nulls};
  }
  return sql;
}

}  // namespace backlinks::embedded::ahrefs_v3
