#include "client/cpp/cli/usage_text.h"

#include <string_view>

#include "client/cpp/cli/color.h"
#include "client/cpp/cli/price_text.h"
#include "client/cpp/output/display_width.h"
#include "fmt/format.h"
#include "google/protobuf/util/time_util.h"

namespace backlinks::cli {
namespace {

constexpr size_t kDateSize = sizeof("2026-01-31") - 1;

std::string Day(const v1::UsagePeriod& period) {
  return google::protobuf::util::TimeUtil::ToString(period.start_time())
      .substr(0, kDateSize);
}

std::string Line(std::string_view day, const v1::UsagePeriod& period) {
  return fmt::format("{:<10}  {:>9}  {:>12}  {:>16} {}\n", day,
                     period.call_count(), period.row_count(),
                     AmountText(period.price().milli_amount()),
                     UnitText(period.price().unit()));
}

void Add(const v1::UsagePeriod& period, v1::UsagePeriod& sum) {
  sum.set_call_count(sum.call_count() + period.call_count());
  sum.set_row_count(sum.row_count() + period.row_count());
  v1::Price& price = *sum.mutable_price();
  price.set_unit(period.price().unit());
  price.set_milli_amount(price.milli_amount() + period.price().milli_amount());
}

std::string PeriodLines(const v1::GetUsageResponse& usage) {
  if (usage.periods().empty()) {
    return "no call has ended since the server started\n";
  }
  std::string text = fmt::format("{:<10}  {:>9}  {:>12}  {:>16}\n", "day (UTC)",
                                 "calls", "rows", "price");
  v1::UsagePeriod sum;
  for (const v1::UsagePeriod& period : usage.periods()) {
    text += Line(Day(period), period);
    Add(period, sum);
  }
  if (usage.periods_size() > 1) text += Line("all", sum);
  return text;
}

// Empty if the server returns callers and no days: the caller may not see them,
// so it is not known whether there were calls.
std::string ServerText(const v1::GetUsageResponse& usage,
                       const TableStyle& style) {
  const bool has_callers =
      !usage.callers().empty() || !usage.callers_problem().empty();
  if (!has_callers) return PeriodLines(usage);
  if (usage.periods().empty()) return "";
  return Styled("this server since its start, all callers", Style::kBold,
                style.with_color) +
         '\n' + PeriodLines(usage) + '\n';
}

std::string InParentheses(std::string_view problem) {
  if (problem.empty()) return "";
  return fmt::format(" ({})", output::Printable(problem));
}

std::string CallersText(const v1::GetUsageResponse& usage,
                        const TableStyle& style) {
  if (!usage.callers().empty()) return CallerUsageText(usage, style) + '\n';
  if (usage.callers_problem().empty()) return "";
  return fmt::format("spent by callers: unknown{}\n\n",
                     InParentheses(usage.callers_problem()));
}

std::string AllowanceLine(const v1::GetUsageResponse& usage) {
  const v1::UpstreamAllowance& allowance = usage.allowance();
  std::string text = "left upstream: ";
  text += allowance.has_remaining()
              ? PriceText(allowance.remaining())
              : "unknown" + InParentheses(usage.allowance_problem());
  if (allowance.has_limit()) text += " of " + PriceText(allowance.limit());
  if (!allowance.subscription().empty()) {
    text += fmt::format(" ({})", output::Printable(allowance.subscription()));
  }
  return text + '\n';
}

}  // namespace

std::string UsageText(const v1::GetUsageResponse& usage,
                      const TableStyle& style) {
  return CallersText(usage, style) + ServerText(usage, style) +
         AllowanceLine(usage);
}

}  // namespace backlinks::cli
