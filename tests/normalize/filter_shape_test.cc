#include "service/normalize/filter_shape.h"

#include <string>
#include <utility>

#include "gtest/gtest.h"
#include "service/common/column/column.h"

namespace backlinks::normalize {
namespace {

FilterNode Predicate(const char* column, Matcher test) {
  FilterNode node;
  node.column = FindColumn(column)->number;
  node.matcher = std::move(test);
  return node;
}

TEST(FilterShape, KeepsWhatIsNoText) {
  const FilterNode filter =
      Predicate("ahrefs_rank", NumberRangeMatcher{20, {}});
  EXPECT_EQ(FilterShape(filter), "ahrefs_rank >= 20");
}

TEST(FilterShape, ReplacesEveryText) {
  FilterNode all;
  all.kind = FilterNode::Kind::kAnd;
  for (const TextOperator op :
       {TextOperator::kEquals, TextOperator::kContains, TextOperator::kHasWord,
        TextOperator::kStartsWith, TextOperator::kEndsWith,
        TextOperator::kMatches, TextOperator::kSubdomainOf}) {
    FilterNode negated;
    negated.kind = FilterNode::Kind::kNot;
    negated.children = {
        Predicate("url_from", TextMatcher{op, "jane@example.org"})};
    all.children.push_back(std::move(negated));
  }
  all.children.push_back(Predicate(
      "anchor", TextSetMatcher{{"jane@example.org", "joe@example.org"}, true}));
  const std::string shape = FilterShape(all);
  EXPECT_EQ(shape.find("example"), std::string::npos) << shape;
  EXPECT_NE(shape.find(R"(matches(url_from, "…"))"), std::string::npos)
      << shape;
  EXPECT_NE(shape.find("anchor"), std::string::npos) << shape;
}

}  // namespace
}  // namespace backlinks::normalize
