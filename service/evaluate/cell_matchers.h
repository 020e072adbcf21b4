// Matchers for cells that are not text. text_matchers.h has those for text.
#ifndef BACKLINKS_SERVICE_EVALUATE_CELL_MATCHERS_H_
#define BACKLINKS_SERVICE_EVALUATE_CELL_MATCHERS_H_

#include <algorithm>
#include <cstdint>
#include <optional>
#include <vector>

#include "backlinks/v1/refpage.pb.h"

namespace backlinks::evaluate {

struct NumberIs {
  int64_t value;
  bool operator()(int64_t number) const { return number == value; }
};

struct NumberIsOneOf {
  std::vector<int64_t> values;  // Sorted.
  bool operator()(int64_t number) const {
    return std::binary_search(values.begin(), values.end(), number);
  }
};

// Matches numbers or times in [start, end).
template <typename Value>
struct IsBetween {
  std::optional<Value> start;
  std::optional<Value> end;
  bool operator()(const Value& value) const {
    return (!start || value >= *start) && (!end || value < *end);
  }
};

struct BoolIs {
  bool value;
  bool operator()(bool boolean) const { return boolean == value; }
};

// Matches link types in a set. A link type that the contract does not define is
// in no set.
struct LinkTypeIsOneOf {
  static_assert(v1::LinkType_MAX < 64);

  uint64_t kinds = 0;  // Bit n is link type n; bit 0 is never set.
  bool operator()(int64_t number) const {
    return number >= 0 && number <= v1::LinkType_MAX &&
           ((kinds >> number) & 1) != 0;
  }
};

}  // namespace backlinks::evaluate

#endif  // BACKLINKS_SERVICE_EVALUATE_CELL_MATCHERS_H_
