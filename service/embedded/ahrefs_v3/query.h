// The parameters of a v3 request for all-backlinks → SQL with bound values.
//
// Assumed: similar_links gives the rows that all gives, the table holding no
//          similar ones; history and timeout change nothing, the table having
//          no past; protocol is that of url_to; a row without url_from is of a
//          domain of its own kind; no parameter comes twice. What is not
//          among kAllBacklinksParameters is ignored, but for an offset.
#ifndef BACKLINKS_SERVICE_EMBEDDED_AHREFS_V3_QUERY_H_
#define BACKLINKS_SERVICE_EMBEDDED_AHREFS_V3_QUERY_H_

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "service/embedded/database.h"
#include "service/embedded/ahrefs_v3/field.h"
#include "service/http_server/http_server.h"

namespace backlinks {

struct V3Query {
  std::vector<const V3Field*> select;  // Each once.
  SqlCondition condition;
  std::string order_sql;  // "\"title\" asc, ", or "".
  bool one_per_domain = false;
  bool filters_groups = false;  // `condition` has link_group_count.
  int64_t limit = 1000;
  // In select, where or order_by.
  std::set<const V3Field*> fields;
  // What was asked for, for accounts.
  std::string target;
  std::string where;
  std::string order_by;
  std::string select_text;

  int64_t units_per_row() const;
};

// The parameter "output", which every endpoint takes: JSON alone is served.
absl::Status CheckV3Output(const HttpServerRequest& request);

// Errors: INVALID_ARGUMENT, with the parameter's name and what is wrong.
absl::StatusOr<V3Query> ParseV3Query(const HttpServerRequest& request);

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_EMBEDDED_AHREFS_V3_QUERY_H_
