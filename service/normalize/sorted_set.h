// Sets as sorted vectors without repetition.
#ifndef BACKLINKS_SERVICE_NORMALIZE_SORTED_SET_H_
#define BACKLINKS_SERVICE_NORMALIZE_SORTED_SET_H_

#include <algorithm>
#include <iterator>
#include <vector>

namespace backlinks::normalize {

template <typename Value>
void SortUnique(std::vector<Value>& values) {
  if (!std::is_sorted(values.begin(), values.end())) {
    std::sort(values.begin(), values.end());
  }
  values.erase(std::unique(values.begin(), values.end()), values.end());
}

template <typename Value>
std::vector<Value> Intersection(const std::vector<Value>& a,
                                const std::vector<Value>& b) {
  std::vector<Value> both;
  std::set_intersection(a.begin(), a.end(), b.begin(), b.end(),
                        std::back_inserter(both));
  return both;
}

template <typename Value>
std::vector<Value> Difference(const std::vector<Value>& a,
                              const std::vector<Value>& b) {
  std::vector<Value> rest;
  std::set_difference(a.begin(), a.end(), b.begin(), b.end(),
                      std::back_inserter(rest));
  return rest;
}

}  // namespace backlinks::normalize

#endif  // BACKLINKS_SERVICE_NORMALIZE_SORTED_SET_H_
