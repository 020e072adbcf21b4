// Parts of a v3 filter in SQL, joined so that SQLite's parser takes them.
#ifndef BACKLINKS_SERVICE_EMBEDDED_AHREFS_V3_PART_H_
#define BACKLINKS_SERVICE_EMBEDDED_AHREFS_V3_PART_H_

#include <cstddef>
#include <string_view>
#include <vector>

#include "service/embedded/database.h"

namespace backlinks {

struct V3Part {
  SqlCondition condition;
  size_t stack = 0;  // Of the parser, for what is around its comparisons.
};

// SQLite's parser keeps at most 100 things on its stack; the statement around
// a filter and a comparison within it take up to 34. Its other limit, 1,000
// levels of an expression, is then out of reach: Join makes groups.
inline constexpr size_t kMaxV3Stack = 66;

// "(a AND b AND …)" of at least one part; `op` is "AND" or "OR".
V3Part JoinV3Parts(std::vector<V3Part> parts, std::string_view op);

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_EMBEDDED_AHREFS_V3_PART_H_
