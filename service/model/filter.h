// A validated filter as plain structs: the content of backlinks.v1.Filter with
// columns as numbers.
//
// Each node keeps the path of the message it came from ("query.where.and_group
// .filters[1]"), so that errors can name that node.
#ifndef BACKLINKS_SERVICE_MODEL_FILTER_H_
#define BACKLINKS_SERVICE_MODEL_FILTER_H_

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "backlinks/v1/refpage.pb.h"
#include "service/common/column/column.h"
#include "service/model/row.h"

namespace backlinks {

enum class TextOperator {
  kEquals,
  kContains,
  kHasWord,
  kStartsWith,
  kEndsWith,
  kMatches,
  kSubdomainOf,  // A host in the form of CanonicalHost.
};

struct TextMatcher {
  TextOperator op = TextOperator::kEquals;
  std::string value;
  bool ignore_case = false;
};
struct TextSetMatcher {
  std::vector<std::string> values;
  bool ignore_case = false;
};
struct NumberRangeMatcher {  // [start, end)
  std::optional<int64_t> start;
  std::optional<int64_t> end;
};
struct NumberSetMatcher {  // `equals` is a set of one value.
  std::vector<int64_t> values;
};
struct TimeRangeMatcher {  // [start, end)
  std::optional<Time> start;
  std::optional<Time> end;
};
struct BoolMatcher {
  bool value = false;
};
struct LinkTypeMatcher {
  std::vector<v1::LinkType> values;
};
struct UnsetMatcher {};

using Matcher = std::variant<TextMatcher, TextSetMatcher, NumberRangeMatcher,
                             NumberSetMatcher, TimeRangeMatcher, BoolMatcher,
                             LinkTypeMatcher, UnsetMatcher>;

struct FilterNode {
  enum class Kind { kAnd, kOr, kNot, kPredicate };
  Kind kind = Kind::kPredicate;
  std::string path;
  // kNot has 1 child. kAnd and kOr have 1 or more in a validated filter; in
  // normal form 0, 2 or more. An empty kAnd is always true, an empty kOr always
  // false.
  std::vector<FilterNode> children;
  int column = 0;   // Set for kPredicate.
  Matcher matcher;  // Set for kPredicate.

  bool IsAlways() const { return kind == Kind::kAnd && children.empty(); }
  bool IsNever() const { return kind == Kind::kOr && children.empty(); }
};

// The columns that the filter tests.
ColumnSet ColumnsOf(const FilterNode& filter);

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_MODEL_FILTER_H_
