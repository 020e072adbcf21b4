#include "service/dialect/ahrefs_v2/price.h"

namespace backlinks::dialect::ahrefs_v2 {
namespace {

constexpr MilliPrice kRequestPrice = 1000;
constexpr MilliPrice kWherePrice = 5000;   // Per request with `where`.
constexpr MilliPrice kHavingPrice = 5000;  // Per request with `having`.

}  // namespace

MilliPrice V2PagePrice(const Plan& plan, int64_t rows) {
  return kRequestPrice + kV2RowPrice * rows +
         (plan.where.empty() ? 0 : kWherePrice) +
         (plan.having.empty() ? 0 : kHavingPrice);
}

}  // namespace backlinks::dialect::ahrefs_v2
