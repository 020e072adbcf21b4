#include "service/normalize/normalizer.h"

#include <string>
#include <variant>

#include "gtest/gtest.h"
#include "service/normalize/filter_writer.h"
#include "service/validate/validator.h"
#include "tests/normalize/canonical.h"

namespace backlinks::normalize {
namespace {

using Kind = FilterNode::Kind;

FilterNode NormalForm(const std::string& text) {
  return Normalize(NodeOf(Parsed(text)));
}

TEST(NormalizerTest, ConstantsAreEmptyGroups) {
  EXPECT_TRUE(NormalForm("TRUE").IsAlways());
  EXPECT_TRUE(NormalForm("FALSE").IsNever());
}

TEST(NormalizerTest, NodesKeepTheirPaths) {
  const FilterNode node =
      NormalForm("unset(title) AND NOT (page_size < 5 OR nofollow)");
  EXPECT_EQ(node.path, "filter");
  ASSERT_EQ(node.children.size(), 3U);
  EXPECT_EQ(node.children[0].path,
            "filter.and_group.filters[1].not_expression.or_group.filters[1]"
            ".predicate.nofollow");
  EXPECT_EQ(node.children[2].path,
            "filter.and_group.filters[0].predicate.title");
}

TEST(NormalizerTest, WhatIsMergedHasThePathOfTheFirst) {
  const FilterNode node = NormalForm("page_size < 5 OR page_size < 7");
  EXPECT_EQ(node.kind, Kind::kPredicate);
  EXPECT_EQ(node.path, "filter.or_group.filters[0].predicate.page_size");
}

TEST(NormalizerTest, EqualTextIsASetOfOne) {
  const FilterNode node = NormalForm("title = a");
  ASSERT_EQ(node.kind, Kind::kPredicate);
  EXPECT_TRUE(std::holds_alternative<TextSetMatcher>(node.matcher));
}

TEST(NormalizerTest, NegationIsAroundThePredicate) {
  const FilterNode node = NormalForm("NOT (page_size < 5)");
  ASSERT_EQ(node.kind, Kind::kNot);
  ASSERT_EQ(node.children.size(), 1U);
  EXPECT_EQ(node.children[0].kind, Kind::kPredicate);
}

// A range of two bounds is split, so that each can be pushed down.
TEST(NormalizerTest, RangesHaveOneBound) {
  v1::Filter filter;
  auto& range =
      *filter.mutable_predicate()->mutable_page_size()->mutable_range();
  range.set_start(1);
  range.set_end(5);
  EXPECT_EQ(CanonicalText(filter), "page_size < 5 AND page_size >= 1");
  v1::Filter negated;
  *negated.mutable_not_expression() = filter;
  EXPECT_EQ(CanonicalText(negated), "NOT page_size < 5 OR NOT page_size >= 1");
}

v1::Filter NumbersFrom(int64_t first, int count) {
  v1::Filter filter;
  auto& set =
      *filter.mutable_predicate()->mutable_page_size()->mutable_any_of();
  for (int i = 0; i < count; ++i) set.add_values(first + i);
  return filter;
}

// Sets that together hold more than one may: the text still validates.
TEST(NormalizerTest, JoinedSetsStayWithinTheLimit) {
  v1::Filter filter;
  *filter.mutable_or_group()->add_filters() =
      NumbersFrom(0, validate::kMaxSetValues);
  *filter.mutable_or_group()->add_filters() =
      NumbersFrom(900, validate::kMaxSetValues);
  const FilterNode node = Normalize(NodeOf(filter));
  ASSERT_EQ(node.kind, Kind::kOr);
  ASSERT_EQ(node.children.size(), 2U);
  const auto& first = std::get<NumberSetMatcher>(node.children[0].matcher);
  const auto& second = std::get<NumberSetMatcher>(node.children[1].matcher);
  EXPECT_EQ(first.values.size() + second.values.size(), 1900U);
  EXPECT_LE(first.values.size(), 1000U);
  EXPECT_LE(second.values.size(), 1000U);
  const std::string text = FilterText(node);
  EXPECT_EQ(CanonicalText(text), text);
}

// Quotes double in the text, small numbers take thrice their bytes.
TEST(NormalizerTest, TextOfTheLargestFilterParses) {
  v1::Filter filter;
  auto& group = *filter.mutable_or_group();
  auto& texts = *group.add_filters()
                     ->mutable_predicate()
                     ->mutable_title()
                     ->mutable_any_of();
  for (int i = 0; i < 60; ++i) {
    texts.add_values(std::string(500 + i, i % 2 == 0 ? '"' : '\\'));
  }
  for (int i = 0; i < 15; ++i) {
    *group.add_filters() =
        NumbersFrom(int64_t{1000} * (i + 1), validate::kMaxSetValues);
  }
  const std::string text = CanonicalText(filter);
  EXPECT_GT(text.size(), validate::kMaxFilterBytes);
  EXPECT_EQ(CanonicalText(text), text);
}

}  // namespace
}  // namespace backlinks::normalize
