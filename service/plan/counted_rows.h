// The rows of a page that its price counts before they arrive.
#ifndef BACKLINKS_SERVICE_PLAN_COUNTED_ROWS_H_
#define BACKLINKS_SERVICE_PLAN_COUNTED_ROWS_H_

#include <algorithm>
#include <cstdint>
#include <optional>

#include "service/model/query.h"

namespace backlinks::plan {

// `result_count` is the number of rows that the head of the response has, if it
// has one. A count above the limit counts only once those rows have arrived.
inline int64_t CountedRows(const Page& page,
                           std::optional<int64_t> result_count) {
  return std::clamp<int64_t>(result_count.value_or(page.limit), 0, page.limit);
}

}  // namespace backlinks::plan

#endif  // BACKLINKS_SERVICE_PLAN_COUNTED_ROWS_H_
