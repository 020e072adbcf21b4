// Random filters keep their meaning on the way through normal form and text,
// and have the same text however their groups are turned.
#include <algorithm>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "fmt/format.h"
#include "gtest/gtest.h"
#include "service/normalize/filter_writer.h"
#include "service/normalize/normalizer.h"
#include "tests/normalize/canonical.h"
#include "tests/support/naive_filter.h"
#include "tests/support/random_query.h"

namespace backlinks::normalize {
namespace {

using testing_support::FilterOptions;
using testing_support::Holds;
using testing_support::PrintedSeed;
using testing_support::RandomFilter;
using testing_support::RandomRefpage;
using testing_support::RandomSource;

constexpr int kCases = 20'000;
constexpr int kRowsEach = 6;

FilterOptions RandomOptions(RandomSource& random) {
  return {.having = true,
          .max_depth = static_cast<int>(1 + random.Below(5)),
          .or_percent = 50,
          .rich_percent = random.Percent(50) ? 70 : 20};
}

// The same filter said in another way.
class Rewriter {
 public:
  explicit Rewriter(RandomSource& random) : random_(random) {}

  // The budget keeps depth and size within the limits.
  v1::Filter Rewrite(const v1::Filter& filter, bool negated, int budget) {
    if (budget > 0 && random_.Percent(20)) {
      return Not(Rewrite(filter, !negated, budget - 1));
    }
    if (filter.has_not_expression()) {
      return Rewrite(filter.not_expression(), !negated, budget);
    }
    if (filter.has_predicate()) return negated ? Not(filter) : filter;
    const bool is_and = filter.has_and_group() != negated;
    std::vector<v1::Filter> members;
    for (const v1::Filter& member :
         (filter.has_and_group() ? filter.and_group() : filter.or_group())
             .filters()) {
      members.push_back(Rewrite(member, negated, budget - 1));
    }
    std::shuffle(members.begin(), members.end(), engine_);
    if (random_.Percent(20)) members.push_back(members[0]);
    if (budget > 0 && members.size() > 2 && random_.Percent(40)) {
      const v1::Filter last = std::move(members.back());
      members.pop_back();
      return Group({Group(std::move(members), is_and), last}, is_and);
    }
    return Group(std::move(members), is_and);
  }

 private:
  static v1::Filter Not(v1::Filter filter) {
    v1::Filter negation;
    *negation.mutable_not_expression() = std::move(filter);
    return negation;
  }

  static v1::Filter Group(std::vector<v1::Filter> members, bool is_and) {
    v1::Filter filter;
    v1::FilterGroup& group =
        is_and ? *filter.mutable_and_group() : *filter.mutable_or_group();
    for (v1::Filter& member : members) {
      *group.add_filters() = std::move(member);
    }
    return filter;
  }

  RandomSource& random_;
  std::mt19937_64 engine_{static_cast<uint64_t>(random_.Below(1 << 30))};
};

class NormalizerPropertyTest : public testing::Test {
 protected:
  const uint64_t seed_ = PrintedSeed();
  RandomSource random_{seed_};
  testing::ScopedTrace trace_{__FILE__, __LINE__,
                              fmt::format("BACKLINKS_SEED={}", seed_)};
};

TEST_F(NormalizerPropertyTest, KeepsTheMeaning) {
  int held = 0;
  for (int run = 0; run < kCases; ++run) {
    const v1::Filter filter = RandomFilter(random_, RandomOptions(random_));
    const std::string text = CanonicalText(filter);
    const v1::Filter again = Parsed(text);
    for (int i = 0; i < kRowsEach; ++i) {
      const v1::Refpage row = RandomRefpage(random_, 30);
      const bool expected = Holds(filter, row);
      held += expected ? 1 : 0;
      ASSERT_EQ(Holds(again, row), expected)
          << filter.ShortDebugString() << "\n"
          << text << "\n"
          << row.ShortDebugString();
    }
  }
  // The rows told filters apart.
  EXPECT_GT(held, kCases);
  EXPECT_LT(held, kCases * kRowsEach - kCases);
}

TEST_F(NormalizerPropertyTest, IsItsOwnNormalForm) {
  for (int run = 0; run < kCases; ++run) {
    const v1::Filter filter = RandomFilter(random_, RandomOptions(random_));
    const FilterNode normal = Normalize(NodeOf(filter));
    const std::string text = FilterText(normal);
    ASSERT_EQ(FilterText(Normalize(normal)), text) << filter.ShortDebugString();
    ASSERT_EQ(CanonicalText(text), text) << filter.ShortDebugString();
  }
}

TEST_F(NormalizerPropertyTest, VariantsHaveTheSameText) {
  Rewriter rewriter(random_);
  for (int run = 0; run < kCases; ++run) {
    const v1::Filter filter = RandomFilter(random_, RandomOptions(random_));
    const v1::Filter variant = rewriter.Rewrite(filter, false, 8);
    ASSERT_EQ(CanonicalText(variant), CanonicalText(filter))
        << filter.ShortDebugString() << "\n"
        << variant.ShortDebugString();
  }
}

TEST_F(NormalizerPropertyTest, FilterAndItsNegationAreConstant) {
  for (int run = 0; run < kCases; ++run) {
    FilterOptions options = RandomOptions(random_);
    options.max_depth = 1;
    const v1::Filter filter = RandomFilter(random_, options);
    v1::Filter both;
    *both.mutable_and_group()->add_filters() = filter;
    *both.mutable_and_group()->add_filters()->mutable_not_expression() = filter;
    ASSERT_EQ(CanonicalText(both), "FALSE") << filter.ShortDebugString();
    v1::Filter either;
    *either.mutable_or_group() = both.and_group();
    ASSERT_EQ(CanonicalText(either), "TRUE") << filter.ShortDebugString();
  }
}

// The text of a filter that is not in normal form means the filter, too.
TEST_F(NormalizerPropertyTest, AnyFilterHasAText) {
  for (int run = 0; run < kCases; ++run) {
    const v1::Filter filter = RandomFilter(random_, RandomOptions(random_));
    ASSERT_EQ(CanonicalText(FilterText(NodeOf(filter))), CanonicalText(filter))
        << filter.ShortDebugString();
  }
}

}  // namespace
}  // namespace backlinks::normalize
