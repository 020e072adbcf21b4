#include "service/rpc/parse_filter.h"

#include <string>

#include "fmt/format.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "service/common/parse/filter_text.h"
#include "service/common/status/status.h"
#include "service/validate/validator.h"
#include "tests/support/random_query.h"

namespace backlinks::rpc {
namespace {

using testing::ElementsAre;
using testing::Field;
using testing::HasSubstr;
using testing_support::PrintedSeed;
using testing_support::RandomFilter;
using testing_support::RandomSource;

absl::StatusOr<v1::ParseFilterResponse> FromText(const std::string& text) {
  v1::ParseFilterRequest request;
  request.set_text(text);
  return HandleParseFilter(request);
}

absl::StatusOr<v1::ParseFilterResponse> FromFilter(const v1::Filter& filter) {
  v1::ParseFilterRequest request;
  *request.mutable_filter() = filter;
  return HandleParseFilter(request);
}

// The one violation of an INVALID_QUERY.
Violation ViolationOf(const absl::StatusOr<v1::ParseFilterResponse>& response) {
  EXPECT_EQ(GetReason(response.status()), Reason::kInvalidQuery);
  const auto violations = GetViolations(response.status());
  EXPECT_EQ(violations.size(), 1U) << response.status();
  return violations.empty() ? Violation() : violations[0];
}

TEST(ParseFilterTest, TextReturnsTheFilterAndItsCanonicalText) {
  const auto response = FromText("nofollow,NOT NOT word(anchor, 'seo')");
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(response->filter().ShortDebugString(),
            ParseFilterText("nofollow,NOT NOT word(anchor, 'seo')")
                ->ShortDebugString());
  EXPECT_EQ(response->canonical_text(),
            R"(has_word(anchor, "seo") AND nofollow = true)");
}

TEST(ParseFilterTest, FilterIsReturnedUnchanged) {
  v1::Filter filter;
  *filter.mutable_and_group()->add_filters() = *ParseFilterText("nofollow");
  const auto response = FromFilter(filter);
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(response->filter().ShortDebugString(), filter.ShortDebugString());
  EXPECT_EQ(response->canonical_text(), "nofollow = true");
}

TEST(ParseFilterTest, ColumnsOfHavingAlone) {
  const auto response = FromText("domain_rating > 50");
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(response->canonical_text(), "domain_rating >= 51");
}

TEST(ParseFilterTest, AnEmptyRequestIsRejected) {
  EXPECT_EQ(ViolationOf(HandleParseFilter({})).path, "input");
  EXPECT_EQ(ViolationOf(FromFilter({})).path, "filter");
}

TEST(ParseFilterTest, TextThatDoesNotParseIsRejectedWithItsPosition) {
  const Violation violation = ViolationOf(FromText("nofollow AND"));
  EXPECT_EQ(violation.path, "text");
  EXPECT_EQ(violation.description,
            "at 13: expected a column, a function, NOT or (");
}

TEST(ParseFilterTest, TextThatIsNotUtf8IsRejected) {
  const Violation violation = ViolationOf(FromText("title = '\xE9'"));
  EXPECT_EQ(violation.path, "text");
  EXPECT_EQ(violation.description, "is not UTF-8");
}

TEST(ParseFilterTest, UnknownFieldsAreRejected) {
  v1::ParseFilterRequest request;
  request.set_text("nofollow");
  request.GetReflection()->MutableUnknownFields(&request)->AddVarint(99, 1);
  EXPECT_EQ(ViolationOf(HandleParseFilter(request)).path, "99");

  v1::Filter filter = *ParseFilterText("nofollow");
  v1::Predicate& predicate = *filter.mutable_predicate();
  predicate.GetReflection()->MutableUnknownFields(&predicate)->AddVarint(98, 1);
  EXPECT_EQ(ViolationOf(FromFilter(filter)).path, "filter.predicate.98");
}

TEST(ParseFilterTest, WhatTheContractRejectsIsRejectedInTextToo) {
  const Violation regex = ViolationOf(FromText("matches(title, '(')"));
  EXPECT_EQ(regex.path, "filter.predicate.title.matches");
  EXPECT_THAT(regex.description, HasSubstr("is not an RE2 expression"));
  EXPECT_EQ(ViolationOf(FromText("contains(title, '')")).path,
            "filter.predicate.title.contains");
  EXPECT_EQ(ViolationOf(FromText("subdomain(title, a.b)")).path,
            "filter.predicate.title.subdomain_of");
  EXPECT_EQ(ViolationOf(FromText("first_seen < 0000-12-31")).path,
            "filter.predicate.first_seen.range.end_time");
}

TEST(ParseFilterTest, EveryViolationIsReported) {
  const auto response =
      FromText("contains(title, '') AND matches(alt, '[') AND nofollow");
  EXPECT_THAT(
      GetViolations(response.status()),
      ElementsAre(Field(&Violation::path,
                        "filter.and_group.filters[0].predicate.title.contains"),
                  Field(&Violation::path,
                        "filter.and_group.filters[1].predicate.alt.matches")));
}

std::string Repeat(const std::string& text, int count) {
  std::string repeated;
  for (int i = 0; i < count; ++i) repeated += text;
  return repeated;
}

TEST(ParseFilterTest, DepthIsLimited) {
  EXPECT_TRUE(
      FromText(Repeat("NOT ", validate::kMaxFilterDepth - 1) + "nofollow")
          .ok());
  EXPECT_EQ(ViolationOf(FromText(Repeat("NOT ", validate::kMaxFilterDepth) +
                                 "nofollow"))
                .description,
            "is nested deeper than 16");
}

TEST(ParseFilterTest, NodesAreLimited) {
  // The group is a node as well.
  const std::string text = Repeat("nofollow,", validate::kMaxFilterNodes - 2);
  EXPECT_TRUE(FromText(text + "original").ok());
  EXPECT_EQ(ViolationOf(FromText(text + "original,original")).description,
            "has more than 256 nodes");
}

TEST(ParseFilterTest, SetsAreLimited) {
  const std::string text =
      "any_of(title" + Repeat(",x", validate::kMaxSetValues);
  EXPECT_TRUE(FromText(text + ")").ok());
  EXPECT_EQ(ViolationOf(FromText(text + ",x)")).path,
            "filter.predicate.title.any_of");
}

TEST(ParseFilterTest, SizeIsLimited) {
  EXPECT_TRUE(
      FromText("title = " + std::string(validate::kMaxFilterBytes - 100, 'x'))
          .ok());
  const Violation large = ViolationOf(
      FromText("title = " + std::string(validate::kMaxFilterBytes, 'x')));
  EXPECT_EQ(large.path, "filter");
  EXPECT_THAT(large.description, HasSubstr("at most 65536 are allowed"));
  EXPECT_EQ(ViolationOf(FromText(std::string(kMaxFilterText + 1, ' '))).path,
            "text");
}

TEST(ParseFilterTest, UnsatisfiableFiltersAreTranslated) {
  const auto response = FromText("page_size > 5 AND page_size < 5");
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(response->canonical_text(), "FALSE");
  const auto again = FromText(response->canonical_text());
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->canonical_text(), "FALSE");
}

TEST(ParseFilterTest, CanonicalTextRoundTrips) {
  const uint64_t seed = PrintedSeed();
  SCOPED_TRACE(fmt::format("BACKLINKS_SEED={}", seed));
  RandomSource random(seed);
  for (int run = 0; run < 5'000; ++run) {
    const v1::Filter filter =
        RandomFilter(random, {.having = true, .rich_percent = 60});
    const auto response = FromFilter(filter);
    ASSERT_TRUE(response.ok()) << response.status();
    const auto again = FromText(response->canonical_text());
    ASSERT_TRUE(again.ok()) << response->canonical_text();
    ASSERT_EQ(again->canonical_text(), response->canonical_text());
    ASSERT_EQ(FromFilter(again->filter())->canonical_text(),
              response->canonical_text());
  }
}

}  // namespace
}  // namespace backlinks::rpc
