#include "client/cpp/cli/caller_usage_text.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>
#include <vector>

#include "client/cpp/cli/bar_text.h"
#include "client/cpp/cli/color.h"
#include "client/cpp/cli/price_text.h"
#include "client/cpp/output/display_width.h"
#include "fmt/format.h"
#include "google/protobuf/util/time_util.h"

namespace backlinks::cli {
namespace {

constexpr size_t kDaySize = sizeof("2026-01-31") - 1;
constexpr size_t kMonthSize = sizeof("2026-01") - 1;
constexpr int kGap = 2;      // Blanks between columns.
constexpr int kMinName = 9;  // Cells of "(no name)".
constexpr int kMinBar = 8;
constexpr int kMaxBar = 40;
constexpr std::string_view kNone = "-";

constexpr std::array<std::string_view, 6> kAmounts = {
    "spent", "reserved", "budget", "left", "used", "saved"};
constexpr size_t kSaved = 5;  // Left out if the cache saved nobody anything.
using AmountCells = std::array<std::string, kAmounts.size()>;

struct CallerLine {
  std::string name;
  AmountCells cells;
  double share = 0;  // Of the budget; 0 without one.
  bool has_saved = false;
};

std::string TimeText(const google::protobuf::Timestamp& time) {
  return google::protobuf::util::TimeUtil::ToString(time);
}

double UsedShare(const v1::CallerPeriod& period) {
  const auto budget = static_cast<double>(period.budget().milli_amount());
  const double used = static_cast<double>(period.spent().milli_amount()) +
                      static_cast<double>(period.reserved().milli_amount());
  if (budget > 0) return used / budget;
  return period.has_budget() ? 1 : 0;  // A budget of 0 is used up.
}

std::string LimitText(bool is_limited, const v1::Price& price) {
  return is_limited ? AmountText(price.milli_amount()) : std::string(kNone);
}

CallerLine LineOf(const std::string& caller, const v1::CallerPeriod& period) {
  const double share = UsedShare(period);
  return {caller.empty() ? "(no name)" : caller,
          {AmountText(period.spent().milli_amount()),
           AmountText(period.reserved().milli_amount()),
           LimitText(period.has_budget(), period.budget()),
           LimitText(period.has_remaining(), period.remaining()),
           period.has_budget() ? fmt::format("{:.0f}%", std::floor(100 * share))
                               : std::string(kNone),
           AmountText(period.saved().milli_amount())},
          share,
          period.saved().milli_amount() > 0};
}

// The widths of the columns of one table.
class Layout {
 public:
  Layout(const std::vector<CallerLine>& lines, int width) {
    for (const CallerLine& line : lines) {
      name_ = std::max(name_, output::DisplayWidth(line.name));
      if (line.has_saved) columns_ = kAmounts.size();
    }
    int left = width;
    for (size_t i = 0; i < columns_; ++i) {
      amounts_[i] = kAmounts[i].size();
      for (const CallerLine& line : lines) {
        amounts_[i] = std::max(amounts_[i], line.cells[i].size());
      }
      left -= kGap + static_cast<int>(amounts_[i]);
    }
    name_ = std::clamp(left, kMinName, name_);
    bar_ = std::min(left - name_ - kGap, kMaxBar);
  }

  std::string Head() const {
    std::string text = output::FitToWidth("caller", name_);
    for (size_t i = 0; i < columns_; ++i) Append(kAmounts[i], i, text);
    return text + '\n';
  }

  std::string Text(const CallerLine& line) const {
    std::string text = output::FitToWidth(line.name, name_);
    for (size_t i = 0; i < columns_; ++i) {
      Append(line.cells[i], i, text);
    }
    if (bar_ >= kMinBar && line.share > 0) {
      text += std::string(kGap, ' ') + BarText(line.share, bar_);
    }
    return text + '\n';
  }

 private:
  void Append(std::string_view cell, size_t i, std::string& text) const {
    text += fmt::format("{:>{}}", cell, kGap + amounts_[i]);
  }

  int name_ = kMinName;
  size_t columns_ = kSaved;
  std::array<size_t, kAmounts.size()> amounts_{};
  int bar_ = 0;
};

// All callers have the same period, and the same unit.
std::string Heading(std::string_view kind, size_t size,
                    const v1::CallerPeriod& period) {
  return fmt::format("{} {} (UTC), resets {}, in {}", kind,
                     TimeText(period.start_time()).substr(0, size),
                     TimeText(period.end_time()),
                     UnitText(period.spent().unit()));
}

std::string Table(const std::string& heading,
                  const std::vector<CallerLine>& lines,
                  const TableStyle& style) {
  const Layout layout(lines, style.width);
  std::string text =
      Styled(heading, Style::kBold, style.with_color) + '\n' + layout.Head();
  for (const CallerLine& line : lines) text += layout.Text(line);
  return text;
}

}  // namespace

std::string CallerUsageText(const v1::GetUsageResponse& usage,
                            const TableStyle& style) {
  if (usage.callers().empty()) return "";
  std::vector<CallerLine> days;
  std::vector<CallerLine> months;
  for (const v1::CallerUsage& caller : usage.callers()) {
    days.push_back(LineOf(caller.caller(), caller.day()));
    months.push_back(LineOf(caller.caller(), caller.month()));
  }
  const v1::CallerUsage& first = usage.callers(0);
  return Table(Heading("day", kDaySize, first.day()), days, style) + '\n' +
         Table(Heading("month", kMonthSize, first.month()), months, style);
}

}  // namespace backlinks::cli
