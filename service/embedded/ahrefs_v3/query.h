// Converts the parameters of a v3 request for all-backlinks to SQL with bound
// values.
//
// Assumed: similar_links returns the same rows as all, since the table has no
//          similar ones; history and timeout have no effect, since the table
//          has no history; protocol is that of url_to; rows without url_from
//          have one domain of their own; no parameter is repeated. Parameters
//          other than kAllBacklinksParameters are ignored, except offset.
#ifndef BACKLINKS_SERVICE_EMBEDDED_AHREFS_V3_QUERY_H_
#define BACKLINKS_SERVICE_EMBEDDED_AHREFS_V3_QUERY_H_

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "service/embedded/ahrefs_v3/field.h"
#include "service/embedded/ahrefs_v3/keyset.h"
#include "service/embedded/database.h"
#include "service/http_server/http_server.h"

namespace backlinks::embedded::ahrefs_v3 {

struct V3Query {
  std::vector<const V3Field*> select;  // Without duplicates.
  SqlCondition target_condition;       // Of target and mode.
  SqlCondition filter;  // Of where and protocol; empty if there is none.
  // The parts of `filter`, if one of them is a keyset condition.
  std::optional<V3Keyset> keyset;
  std::vector<V3OrderKey> order;
  bool one_per_domain = false;
  bool filters_groups = false;  // Whether `filter` has link_group_count.
  int64_t limit = 1000;
  // The fields in select, where or order_by.
  std::set<const V3Field*> fields;
  // The parameters as received, for the account.
  std::string target;
  std::string where;
  std::string order_by;
  std::string select_text;

  int64_t units_per_row() const;
};

// Checks the parameter "output", which every endpoint has. Only JSON is
// supported.
absl::Status CheckV3Output(const http_server::HttpServerRequest& request);

// Errors: INVALID_ARGUMENT, with the parameter's name and what is wrong.
absl::StatusOr<V3Query> ParseV3Query(
    const http_server::HttpServerRequest& request);

}  // namespace backlinks::embedded::ahrefs_v3

#endif  // BACKLINKS_SERVICE_EMBEDDED_AHREFS_V3_QUERY_H_
