#include "service/rpc/explain.h"

#include <memory>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "service/plan/cost_estimate.h"
#include "service/plan/planner.h"

namespace backlinks::rpc {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

v1::ExplainRefpagesResponse ExplainAll(const dialect::Dialect& dialect) {
  const plan::Planner planner(dialect, {});
  Query query;
  query.target = "a.example";
  query.columns = FullColumnSet();
  query.row_limit = 5000;
  const auto plan = planner.Make(query);
  EXPECT_TRUE(plan.ok()) << plan.status();
  return Explain(dialect, *plan, plan::EstimateCost(dialect, *plan));
}

TEST(Explain, NamesNoColumnsIfAllAreRequestedOfV2) {
  const auto dialect =
      dialect::MakeAhrefsV2("/", Secret(), {}, dialect::kNoRowCap);
  const auto explained = ExplainAll(*dialect);
  EXPECT_EQ(explained.dialect(), "ahrefs_v2");
  EXPECT_THAT(explained.selected_columns(), IsEmpty());
  EXPECT_THAT(explained.missing_columns(), IsEmpty());
  EXPECT_EQ(explained.max_price().unit(), v1::PRICE_UNIT_ROWS);
}

TEST(Explain, NamesTheColumnsThatAreRequestedOfV3) {
  const auto dialect = dialect::MakeAhrefsV3({.base_path = "/v3/"});
  const auto explained = ExplainAll(*dialect);
  EXPECT_EQ(explained.dialect(), "ahrefs_v3");
  EXPECT_THAT(explained.selected_columns(), SizeIs(24));
  EXPECT_THAT(explained.selected_columns(), Not(Contains("prev_visited")));
  EXPECT_THAT(explained.missing_columns(), ElementsAre("prev_visited"));
  EXPECT_THAT(explained.added_columns(), IsEmpty());
  EXPECT_EQ(explained.min_price().unit(), v1::PRICE_UNIT_API_UNITS);
}

}  // namespace
}  // namespace backlinks::rpc
