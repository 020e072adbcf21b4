// The conformance cases, by only validator, planner and cost estimate.
#include <memory>
#include <set>
#include <string>

#include "gtest/gtest.h"
#include "service/config/options.h"
#include "service/dialect/dialect.h"
#include "service/plan/cost_estimate.h"
#include "service/plan/planner.h"
#include "service/rpc/explain.h"
#include "service/validate/validator.h"
#include "tests/conformance/conformance_case.h"

namespace backlinks::conformance {
namespace {

class PlanConformance : public testing::TestWithParam<Case> {
 protected:
  template <typename Request>
  absl::StatusOr<Plan> MakePlan(const Request& request) const {
    const auto query = validate::Validate(request);
    if (!query.ok()) return query.status();
    return planner_.Make(*query);
  }

  const std::unique_ptr<dialect::Dialect> dialect_ = dialect::MakeAhrefsV2(
      "/", Secret("token"), ColumnSet(), dialect::kNoRowCap);
  const config::Options options_ = {};
  const plan::Planner planner_{
      *dialect_,
      {.page_rows = options_.page_rows,
       .default_max_price = options_.default_max_price}};
};

TEST_P(PlanConformance, Holds) {
  const Case& expected = GetParam();
  const auto plan = MakePlan(ExplainRequest(expected.request));
  EXPECT_EQ(MakePlan(expected.request).status(), plan.status());
  if (!expected.error.empty()) {
    return ExpectError(expected.error, plan.status());
  };
  ASSERT_TRUE(plan.ok()) << plan.status();
  ExpectExplain(expected, rpc::Explain(*dialect_, *plan,
                                       plan::EstimateCost(*dialect_, *plan)));
}

INSTANTIATE_TEST_SUITE_P(Cases, PlanConformance, testing::ValuesIn(AllCases()),
                         [](const auto& info) { return info.param.name; });

TEST(ConformanceCases, AreManyAndOfEveryKind) {
  int answered = 0;
  std::set<std::string> ends;
  for (const Case& each : AllCases()) {
    if (!each.error.empty()) continue;
    ++answered;
    ends.insert(ValueText(each.stream.at("end_reason")));
  }
  EXPECT_GE(answered, 60);
  EXPECT_EQ(ends, (std::set<std::string>{"LIMIT", "EXHAUSTED", "PRICE"}));
}

}  // namespace
}  // namespace backlinks::conformance
