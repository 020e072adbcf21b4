#include "service/plan/planner.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "fmt/format.h"
#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"
#include "service/status/status.h"
#include "service/validate/validator.h"

namespace backlinks {
namespace {

using testing::HasSubstr;

Query QueryOf(const std::string& text) {
  v1::StreamRefpagesRequest request;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &request));
  request.mutable_query()->set_target("a.com");
  request.mutable_query()->set_mode(v1::TARGET_MODE_DOMAIN);
  const auto query = Validate(request);
  EXPECT_TRUE(query.ok()) << query.status();
  return *query;
}

absl::StatusOr<Plan> PlanOf(const std::string& text) {
  const auto dialect = MakeAhrefsV2("/", Secret("t"));
  return Planner(*dialect, 500).Make(QueryOf(text));
}

struct PushCase {
  std::string name;
  std::string filter;
  std::string said;                // Empty: refused.
  std::vector<std::string> paths;  // Of the refused nodes, below "query.where".
};

class PushDownTest : public testing::TestWithParam<PushCase> {};

TEST_P(PushDownTest, SaysItOrNamesTheNode) {
  const PushCase& c = GetParam();
  const auto plan = PlanOf(fmt::format("query {{ where {{ {} }} }}", c.filter));
  if (!c.said.empty()) {
    ASSERT_TRUE(plan.ok()) << plan.status();
    EXPECT_EQ(plan->where, c.said);
    EXPECT_EQ(plan->having, "");
    return;
  }
  EXPECT_EQ(GetReason(plan.status()), Reason::kFilterNotSupported);
  std::vector<std::string> paths;
  for (const Violation& violation : GetViolations(plan.status())) {
    paths.push_back(violation.path);
    EXPECT_THAT(violation.description, HasSubstr("ahrefs_v2"));
  }
  std::vector<std::string> expected = c.paths;
  for (std::string& path : expected) path.insert(0, "query.where");
  EXPECT_EQ(paths, expected);
}

constexpr const char* kRank =
    "predicate { ahrefs_rank { range { start: 20 } } }";
constexpr const char* kNofollow = "predicate { nofollow { equals: true } }";
constexpr const char* kRegex = "predicate { title { matches: 'a' } }";

using Filters = std::vector<std::string>;

std::string Group(std::string_view arm, const Filters& filters) {
  return fmt::format("{} {{ filters {{ {} }} }}", arm,
                     fmt::join(filters, " } filters { "));
}
std::string And(const Filters& filters) { return Group("and_group", filters); }
std::string Or(const Filters& filters) { return Group("or_group", filters); }
std::string Not(const std::string& filter) {
  return "not_expression { " + filter + " }";
}

INSTANTIATE_TEST_SUITE_P(
    All, PushDownTest,
    testing::ValuesIn(std::vector<PushCase>{
        {"predicate", kRank, "ahrefs_rank>=20", {}},
        {"and", And({kRank, kNofollow}), "ahrefs_rank>=20,nofollow=true", {}},
        {"nested_and",
         And({And({kRank}), And({kNofollow, kRank})}),
         "ahrefs_rank>=20,nofollow=true,ahrefs_rank>=20",
         {}},
        {"not", Not(kRank), "ahrefs_rank<20", {}},
        {"not_not", Not(Not(kRank)), "ahrefs_rank>=20", {}},
        {"not_or",
         Not(Or({kRank, kNofollow})),
         "ahrefs_rank<20,nofollow<>true",
         {}},
        {"not_or_of_not",
         Not(Or({Not(kRank), kNofollow})),
         "ahrefs_rank>=20,nofollow<>true",
         {}},
        {"or_of_one", Or({kRank}), "ahrefs_rank>=20", {}},
        {"not_and_of_one", Not(And({kRank})), "ahrefs_rank<20", {}},
        {"or", Or({kRank, kNofollow}), "", {""}},
        {"not_and", Not(And({kRank, kNofollow})), "", {".not_expression"}},
        {"regex", kRegex, "", {".predicate.title"}},
        {"every_node",
         And({kRegex, kRank, Or({kRank, kRank}), Not(kRegex)}),
         "",
         {".and_group.filters[0].predicate.title", ".and_group.filters[2]",
          ".and_group.filters[3].not_expression.predicate.title"}}}),
    [](const auto& info) { return info.param.name; });

TEST(PlannerTest, KeepsWhereAndHavingApart) {
  const auto plan = PlanOf(
      "query { where { predicate { page_size { equals: 1 } } }"
      " having { predicate { domain_rating { range { end: 9 } } } } }");
  ASSERT_TRUE(plan.ok()) << plan.status();
  EXPECT_EQ(plan->where, "page_size=1");
  EXPECT_EQ(plan->having, "domain_rating<9");
}

TEST(PlannerTest, NamesTheNodesOfBothFilters) {
  const auto plan = PlanOf(
      "query { where { predicate { alt { unset: true } } }"
      " having { predicate { alt { ends_with: 'x' ignore_case: true } } } }");
  const auto violations = GetViolations(plan.status());
  ASSERT_EQ(violations.size(), 2U);
  EXPECT_EQ(violations[0].path, "query.where.predicate.alt");
  EXPECT_EQ(violations[1].path, "query.having.predicate.alt");
  EXPECT_THAT(violations[1].description,
              HasSubstr("ends_with without regard to case on alt"));
}

TEST(PlannerTest, SelectsWhatTheCallerWants) {
  const auto plan = PlanOf(
      "query { read_mask { paths: 'title' paths: 'alt' } }"
      " row_limit: 7 max_price { milli_amount: 2400 unit: "
      "PRICE_UNIT_ROWS }");
  ASSERT_TRUE(plan.ok()) << plan.status();
  ColumnSet wanted;
  wanted.set(12);
  wanted.set(20);
  EXPECT_EQ(plan->select, wanted);
  EXPECT_EQ(plan->deliver, wanted);
  EXPECT_FALSE(plan->select_all);
  EXPECT_TRUE(plan->missing.none());
  EXPECT_EQ(plan->row_limit, 7);
  EXPECT_EQ(plan->max_price, 2400);
  EXPECT_EQ(plan->page_rows, 500);
  EXPECT_EQ(plan->target, "a.com");
  EXPECT_EQ(plan->mode, TargetMode::kDomain);
}

TEST(PlannerTest, SelectsAllForAllColumnsAndForOtherOnes) {
  EXPECT_TRUE(PlanOf("")->select_all);
  EXPECT_TRUE(PlanOf("query { read_mask { paths: '*' } }")->select_all);
  const auto plan = PlanOf(
      "query { read_mask { paths: 'title' } } include_other_columns: true");
  EXPECT_TRUE(plan->select_all);
  EXPECT_EQ(plan->deliver.count(), 1U);
}

struct PriceCase {
  std::string name;
  std::string request;
  bool ok;
};

class PriceCapTest : public testing::TestWithParam<PriceCase> {};

TEST_P(PriceCapTest, RefusesWhatTheFirstRowAlreadyPasses) {
  const auto plan = PlanOf(GetParam().request);
  EXPECT_EQ(plan.ok(), GetParam().ok) << plan.status();
  if (!GetParam().ok) {
    EXPECT_EQ(GetReason(plan.status()), Reason::kPriceCap);
  }
}

INSTANTIATE_TEST_SUITE_P(
    All, PriceCapTest,
    testing::ValuesIn(std::vector<PriceCase>{
        {"none", "", true},
        {"one_row", "max_price { milli_amount: 1200 }", true},
        {"below_one_row", "max_price { milli_amount: 1199 }", false},
        {"zero", "max_price { milli_amount: 0 } all_rows: true", false},
        {"where",
         "query { where { predicate { page_size { equals: 1 } } } }"
         " max_price { milli_amount: 6199 }",
         false},
        {"where_and_having",
         "query { where { predicate { page_size { equals: 1 } } }"
         " having { predicate { page_size { equals: 1 } } } }"
         " max_price { milli_amount: 11200 }",
         true}}),
    [](const auto& info) { return info.param.name; });

TEST(PlannerTest, RefusesAnotherUnitThanTheUpstreams) {
  const auto plan =
      PlanOf("max_price { milli_amount: 99999 unit: PRICE_UNIT_API_UNITS }");
  EXPECT_EQ(GetReason(plan.status()), Reason::kInvalidQuery);
  ASSERT_EQ(GetViolations(plan.status()).size(), 1U);
  EXPECT_EQ(GetViolations(plan.status())[0].path, "max_price.unit");
}

// An upstream that has less than the contract.
class PoorDialect final : public Dialect {
 public:
  std::string_view name() const override { return "poor"; }
  PriceUnit price_unit() const override { return PriceUnit::kApiUnits; }
  ColumnSet columns() const override { return FullColumnSet().reset(15); }
  std::optional<std::string> Say(const FilterNode&, bool) const override {
    return std::nullopt;
  }
  std::string Join(const std::vector<std::string>&) const override {
    return "";
  }
  MilliPrice PagePrice(const Plan&, const Page&, int64_t) const override {
    return 50'000;
  }
  HttpRequest MakeRequest(const Plan&, const Page&) const override {
    return {};
  }
  std::string_view rows_key() const override { return "rows"; }
  int ColumnOf(std::string_view) const override { return 0; }
  absl::Status CheckHead(const ResponseHead&) const override { return {}; }
  bool NeedsErrorBody(const ResponseHead&) const override { return false; }
  absl::Status ErrorOf(const ResponseHead&, std::string_view) const override {
    return {};
  }
  std::optional<MilliPrice> ReportedPrice(const ResponseHead&) const override {
    return std::nullopt;
  }
};

TEST(PlannerTest, SaysWhichColumnsAnUpstreamDoesNotHave) {
  const PoorDialect poor;
  const auto plan = Planner(poor, 10).Make(
      QueryOf("query { read_mask { paths: 'prev_visited' paths: 'title' } }"));
  ASSERT_TRUE(plan.ok()) << plan.status();
  EXPECT_EQ(plan->missing, ColumnSet(1U << 15));
  EXPECT_EQ(plan->select, ColumnSet(1U << 12));
  EXPECT_EQ(plan->deliver, ColumnSet(1U << 12));
}

TEST(PlannerTest, RefusesAnOrderTheUpstreamDoesNotHave) {
  const PoorDialect poor;
  const auto plan =
      Planner(poor, 10).Make(QueryOf("query { order_by { column: 'title' }"
                                     " order_by { column: 'prev_visited' } }"));
  const auto violations = GetViolations(plan.status());
  ASSERT_EQ(violations.size(), 1U);
  EXPECT_EQ(violations[0].path, "query.order_by[1].column");
}

}  // namespace
}  // namespace backlinks
