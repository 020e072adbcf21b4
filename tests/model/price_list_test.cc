#include "service/model/price_list.h"

#include "gtest/gtest.h"

namespace backlinks {
namespace {

TEST(PriceListTest, IsThatOfTheContract) {
  const PriceList& rows = PriceListIn(PriceUnit::kRows);
  EXPECT_EQ(rows.request, 1000);
  EXPECT_EQ(rows.row, 200);
  EXPECT_EQ(rows.where, 5000);
  EXPECT_EQ(rows.having, 5000);
  EXPECT_EQ(&PriceListIn(PriceUnit::kRows), &rows);
}

TEST(PriceListTest, IsZeroIfThereIsNone) {
  const PriceList& units = PriceListIn(PriceUnit::kApiUnits);
  EXPECT_EQ(units.request, 0);
  EXPECT_EQ(units.row, 0);
}

}  // namespace
}  // namespace backlinks
