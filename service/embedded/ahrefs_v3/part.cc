#include "service/embedded/ahrefs_v3/part.h"

#include <algorithm>
#include <iterator>
#include <span>
#include <utility>

#include "fmt/format.h"

namespace backlinks::embedded::ahrefs_v3 {
namespace {

constexpr size_t kMaxWidth = 8;

// Joins more than kMaxWidth parts as groups of groups. While the parser reads
// the part before the first operator, only a parenthesis is below it on the
// stack; for the other parts, the preceding parts are, too.
V3Part Join(std::span<V3Part> parts, std::string_view op) {
  V3Part joined = std::move(parts[0]);
  if (parts.size() == 1) return joined;
  const size_t size = (parts.size() + kMaxWidth - 3) / (kMaxWidth - 1);
  for (size_t i = 1; i < parts.size(); i += size) {
    V3Part next = Join(parts.subspan(i, std::min(size, parts.size() - i)), op);
    joined.condition.sql += fmt::format(" {} {}", op, next.condition.sql);
    std::move(next.condition.values.begin(), next.condition.values.end(),
              std::back_inserter(joined.condition.values));
    joined.stack = std::max(joined.stack, next.stack + 2);
  }
  joined.condition.sql = fmt::format("({})", joined.condition.sql);
  ++joined.stack;
  return joined;
}

}  // namespace

V3Part JoinV3Parts(std::vector<V3Part> parts, std::string_view op) {
  // The deepest part is first, where the stack is lowest.
  std::stable_sort(
      parts.begin(), parts.end(),
      [](const V3Part& a, const V3Part& b) { return a.stack > b.stack; });
  return Join(parts, op);
}

}  // namespace backlinks::embedded::ahrefs_v3
