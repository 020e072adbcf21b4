// A predicate or its negation: the leaves of a filter in negation normal form.
#ifndef BACKLINKS_SERVICE_NORMALIZE_LITERAL_H_
#define BACKLINKS_SERVICE_NORMALIZE_LITERAL_H_

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "service/model/filter.h"

namespace backlinks::normalize {

struct Literal {
  int column = 0;
  bool negated = false;
  Matcher matcher;
  std::string path;
};

// Maximum number of values in a valid set.
inline constexpr size_t kMaxMergedValues = 1000;

// Appends NOT set, as several literals if a single one would have more values
// than a valid set.
template <typename SetMatcher, typename Value>
void AppendExclusions(int column, const std::vector<Value>& values,
                      const SetMatcher& like, std::vector<Literal>& out) {
  for (size_t begin = 0; begin < values.size(); begin += kMaxMergedValues) {
    const size_t end = std::min(begin + kMaxMergedValues, values.size());
    SetMatcher matcher = like;
    matcher.values.assign(values.begin() + begin, values.begin() + end);
    out.push_back(
        {.column = column, .negated = true, .matcher = std::move(matcher)});
  }
}

}  // namespace backlinks::normalize

#endif  // BACKLINKS_SERVICE_NORMALIZE_LITERAL_H_
