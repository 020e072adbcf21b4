#include "service/dialect/ahrefs_v3/bounds.h"

#include "service/common/text/decimal.h"
#include "service/dialect/ahrefs_v3/conditions.h"
#include "service/dialect/ahrefs_v3/literals.h"

namespace backlinks::dialect::ahrefs_v3 {
namespace {

constexpr int64_t kMaxRating = 1'000'000;            // Far above 100.
constexpr int64_t kBeginOfYear1 = -62'135'596'800;   // Seconds.
constexpr int64_t kEndOfYear9999 = 253'402'300'800;  // Seconds.

}  // namespace

V3Bound RatingBoundInV3(std::string_view field, std::string_view op,
                        int64_t number) {
  if (number > kMaxRating || number < -kMaxRating) return {};
  const bool exact = number >= 1;
  const int64_t outwards = exact ? 0 : op == "gte" ? -1 : 1;
  const int64_t thousandths = (number + outwards) * 1000 - 500;
  return {CompareInV3(field, op, text::FormatMilli(thousandths)), exact};
}

Translation RatingIsInV3(std::string_view field, int64_t number) {
  if (number >= kMaxRating || number < -kMaxRating) return {};
  const V3Bound from = RatingBoundInV3(field, "gte", number);
  const V3Bound to = RatingBoundInV3(field, "lt", number + 1);
  return {AllInV3({from.condition, to.condition}), from.exact && to.exact};
}

V3Bound TimeBoundInV3(std::string_view field, std::string_view op,
                      const Time& time) {
  const bool is_start = op == "gte";
  if (time <= Time{kBeginOfYear1, 0}) return {"", is_start};
  if (time >= Time{kEndOfYear9999, 0}) return {"", !is_start};
  const bool exact = time.nanos == 0;
  const int64_t second = time.seconds + (exact || is_start ? 0 : 1);
  if (second >= kEndOfYear9999) return {"", false};
  return {CompareInV3(field, op, TimeInV3({second, 0})), exact};
}

}  // namespace backlinks::dialect::ahrefs_v3
