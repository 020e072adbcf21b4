// Converts the parameters of a v2 request to SQL with bound values.
#ifndef BACKLINKS_SERVICE_EMBEDDED_AHREFS_V2_QUERY_H_
#define BACKLINKS_SERVICE_EMBEDDED_AHREFS_V2_QUERY_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "service/common/column/column.h"
#include "service/embedded/database.h"
#include "service/embedded/row_order.h"
#include "service/http_server/http_server.h"

namespace backlinks::embedded::ahrefs_v2 {

struct V2Query {
  std::vector<const Column*> select;
  SqlCondition target_condition;
  SqlCondition filter;  // Of `where` and `having`; empty if there is none.
  std::vector<OrderTerm> order;
  int64_t limit = 1000;
  int64_t offset = 0;
  bool xml = false;
  // The parameters as received, for the account.
  std::string target;
  std::string where;
  std::string having;
  std::string order_by;
  std::string select_text;
};

// Parses the parameter "output", which every table has: true for XML, false for
// JSON. Errors: INVALID_ARGUMENT with v2's text.
absl::StatusOr<bool> ParseV2Output(
    const http_server::HttpServerRequest& request);

// Errors: INVALID_ARGUMENT with v2's text.
absl::StatusOr<V2Query> ParseV2Query(
    const http_server::HttpServerRequest& request);

}  // namespace backlinks::embedded::ahrefs_v2

#endif  // BACKLINKS_SERVICE_EMBEDDED_AHREFS_V2_QUERY_H_
