#include "service/plan/implied_range.h"

#include <algorithm>
#include <limits>
#include <map>
#include <optional>
#include <variant>

namespace backlinks::plan {
namespace {

// Ranges by column. A range has one bound or two.
template <typename Range>
using Ranges = std::map<int, Range>;

struct Bounds {
  Ranges<NumberRangeMatcher> numbers;
  Ranges<TimeRangeMatcher> times;
};

template <typename Range>
bool HasBound(const Range& range) {
  return range.start || range.end;
}

// Reduces a range to the intersection of both.
template <typename Range>
void Narrow(Ranges<Range>& ranges, const Ranges<Range>& others) {
  for (const auto& [column, other] : others) {
    Range& range = ranges[column];
    if (other.start && (!range.start || *range.start < *other.start)) {
      range.start = other.start;
    }
    if (other.end && (!range.end || *other.end < *range.end)) {
      range.end = other.end;
    }
  }
}

// Extends a range to the smallest one that contains both.
template <typename Range>
Ranges<Range> Hull(const Ranges<Range>& ranges, const Ranges<Range>& others) {
  Ranges<Range> hulls;
  for (const auto& [column, range] : ranges) {
    const auto other = others.find(column);
    if (other == others.end()) continue;
    Range hull;
    if (range.start && other->second.start) {
      hull.start = std::min(*range.start, *other->second.start);
    }
    if (range.end && other->second.end) {
      hull.end = std::max(*range.end, *other->second.end);
    }
    if (HasBound(hull)) hulls[column] = hull;
  }
  return hulls;
}

// The range of a set: without an end if no number is after it.
NumberRangeMatcher RangeOf(const NumberSetMatcher& set) {
  const auto [min, greatest] =
      std::minmax_element(set.values.begin(), set.values.end());
  NumberRangeMatcher range = {.start = *min};
  if (*greatest < std::numeric_limits<int64_t>::max())
    range.end = *greatest + 1;
  return range;
}

// The complement, which for two bounds is not a range.
template <typename Range>
std::optional<Range> Opposite(const Range& range) {
  if (range.start && range.end) return std::nullopt;
  return Range{.start = range.end, .end = range.start};
}

Bounds BoundsOfPredicate(const FilterNode& node) {
  Bounds bounds;
  if (const auto* number = std::get_if<NumberRangeMatcher>(&node.matcher)) {
    bounds.numbers[node.column] = *number;
  } else if (const auto* set = std::get_if<NumberSetMatcher>(&node.matcher)) {
    bounds.numbers[node.column] = RangeOf(*set);
  } else if (const auto* time = std::get_if<TimeRangeMatcher>(&node.matcher)) {
    bounds.times[node.column] = *time;
  }
  return bounds;
}

Bounds BoundsOfNegated(const FilterNode& node, const ColumnSet& nullable) {
  Bounds bounds;
  if (nullable[node.column]) return bounds;
  if (const auto* number = std::get_if<NumberRangeMatcher>(&node.matcher)) {
    if (const auto range = Opposite(*number)) {
      bounds.numbers[node.column] = *range;
    }
  } else if (const auto* time = std::get_if<TimeRangeMatcher>(&node.matcher)) {
    if (const auto range = Opposite(*time)) bounds.times[node.column] = *range;
  }
  return bounds;
}

Bounds BoundsOf(const FilterNode& node, const ColumnSet& nullable) {
  if (node.kind == FilterNode::Kind::kPredicate) return BoundsOfPredicate(node);
  if (node.kind == FilterNode::Kind::kNot) {
    return BoundsOfNegated(node.children.front(), nullable);
  }
  std::optional<Bounds> bounds;
  for (const FilterNode& child : node.children) {
    const Bounds other = BoundsOf(child, nullable);
    if (!bounds) {
      bounds = other;
    } else if (node.kind == FilterNode::Kind::kAnd) {
      Narrow(bounds->numbers, other.numbers);
      Narrow(bounds->times, other.times);
    } else {
      bounds->numbers = Hull(bounds->numbers, other.numbers);
      bounds->times = Hull(bounds->times, other.times);
    }
  }
  return bounds.value_or(Bounds());
}

// Appends predicates for ranges; their path is that of `filter`.
class Writer {
 public:
  Writer(const FilterNode& filter, std::vector<FilterNode>& out)
      : filter_(filter), out_(out) {}

  void Write(const Ranges<NumberRangeMatcher>& ranges) {
    for (const auto& [column, range] : ranges) {
      if (range.start && range.end && *range.end - 1 == *range.start) {
        Add(column, NumberSetMatcher{{*range.start}});
      } else {
        WriteBounds(column, range);
      }
    }
  }

  void Write(const Ranges<TimeRangeMatcher>& ranges) {
    for (const auto& [column, range] : ranges) WriteBounds(column, range);
  }

 private:
  template <typename Range>
  void WriteBounds(int column, const Range& range) {
    if (range.start) Add(column, Range{.start = range.start});
    if (range.end) Add(column, Range{.end = range.end});
  }

  void Add(int column, Matcher matcher) {
    out_.push_back({.path = filter_.path,
                    .column = column,
                    .matcher = std::move(matcher)});
  }

  const FilterNode& filter_;
  std::vector<FilterNode>& out_;
};

}  // namespace

std::vector<FilterNode> ImpliedRanges(const FilterNode& filter,
                                      const ColumnSet& nullable) {
  const Bounds bounds = BoundsOf(filter, nullable);
  std::vector<FilterNode> predicates;
  Writer writer(filter, predicates);
  writer.Write(bounds.numbers);
  writer.Write(bounds.times);
  return predicates;
}

}  // namespace backlinks::plan
