// Joins parts of a v3 filter in SQL within the limits of SQLite's parser.
#ifndef BACKLINKS_SERVICE_EMBEDDED_AHREFS_V3_PART_H_
#define BACKLINKS_SERVICE_EMBEDDED_AHREFS_V3_PART_H_

#include <cstddef>
#include <string_view>
#include <vector>

#include "service/embedded/database.h"

namespace backlinks::embedded::ahrefs_v3 {

struct V3Part {
  SqlCondition condition;
  size_t stack = 0;  // Parser stack around its comparisons.
};

// The maximum of V3Part::stack. The stack of SQLite's parser has at most 100
// entries, of which the statement around a filter and a comparison in it use up
// to 34. SQLite's other limit, 1,000 levels of an expression, is never reached,
// because Join makes groups.
inline constexpr size_t kMaxV3Stack = 66;

// Returns "(a AND b AND …)" of at least one part; `op` is "AND" or "OR".
V3Part JoinV3Parts(std::vector<V3Part> parts, std::string_view op);

}  // namespace backlinks::embedded::ahrefs_v3

#endif  // BACKLINKS_SERVICE_EMBEDDED_AHREFS_V3_PART_H_
