#include "client/cpp/cli/price_text.h"

#include "fmt/format.h"

namespace backlinks::cli {
namespace {

constexpr uint64_t kMilli = 1000;

}  // namespace

std::string AmountText(int64_t milli_amount) {
  // The minimum int64 has no positive counterpart.
  const uint64_t amount = milli_amount < 0
                              ? 0 - static_cast<uint64_t>(milli_amount)
                              : static_cast<uint64_t>(milli_amount);
  return fmt::format("{}{}.{:03}", milli_amount < 0 ? "-" : "", amount / kMilli,
                     amount % kMilli);
}

std::string_view UnitText(v1::PriceUnit unit) {
  return unit == v1::PRICE_UNIT_API_UNITS ? "API units" : "rows";
}

std::string PriceText(const v1::Price& price) {
  return fmt::format("{} {}", AmountText(price.milli_amount()),
                     UnitText(price.unit()));
}

std::string PriceRangeText(const v1::Price& min, const v1::Price& max) {
  if (min.milli_amount() == max.milli_amount()) return PriceText(max);
  return fmt::format("{} to {}", AmountText(min.milli_amount()),
                     PriceText(max));
}

}  // namespace backlinks::cli
