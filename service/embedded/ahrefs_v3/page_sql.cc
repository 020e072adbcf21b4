#include "service/embedded/ahrefs_v3/page_sql.h"

#include <string>
#include <string_view>

#include "fmt/format.h"

namespace backlinks::embedded::ahrefs_v3 {
namespace {

// Returns the FROM clause: the rows of the table, or the first one of each
// domain.
std::string FromSql(const V3Query& query, std::string_view order) {
  std::string from = " FROM refpages WHERE " + query.condition.sql;
  if (!query.one_per_domain) return from;
  constexpr std::string_view kDomain = "PARTITION BY v3_host(\"url_from\")";
  return fmt::format(
      " FROM (SELECT *, row_number() OVER ({0} ORDER BY {1}) AS nth,"
      " count(*) OVER ({0}) AS links_of_domain{2}) WHERE nth = 1",
      kDomain, order, from);
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
  const std::string order =
      query.order_sql + (ties == V3Ties::kRandom ? "random()" : "id");
  const std::string from = FromSql(query, order);
  PageSql sql{
      fmt::format("SELECT id{}{} ORDER BY {} LIMIT ?",
                  query.one_per_domain ? ", links_of_domain" : "", from, order),
      RowSql(query), query.condition.values};
  sql.values.emplace_back(query.limit);
  return sql;
}

}  // namespace backlinks::embedded::ahrefs_v3
