#include "client/cpp/cli/explain_text.h"

#include <algorithm>
#include <string_view>
#include <vector>

#include "client/cpp/cli/price_text.h"
#include "client/cpp/output/display_width.h"
#include "fmt/format.h"
#include "fmt/ranges.h"
#include "google/protobuf/util/time_util.h"

namespace backlinks::cli {
namespace {

std::string Line(std::string_view label, std::string_view text) {
  return fmt::format("{:<12}{}\n", label, output::Printable(text));
}

std::string FilterLines(const v1::ExplainRefpagesResponse& plan) {
  std::string text;
  const auto add = [&](std::string_view where, std::string_view filter) {
    if (filter.empty()) return;
    text += Line(text.empty() ? "filtered" : "",
                 fmt::format("{:<27}{}", where, filter));
  };
  add("upstream, before grouping:", plan.pushed_where());
  add("upstream, after grouping:", plan.pushed_having());
  add("here, on every row:", plan.residual_filter());
  return text.empty() ? Line("filtered", "none: every row passes") : text;
}

std::string ColumnLine(const v1::ExplainRefpagesResponse& plan) {
  const auto& added = plan.added_columns();
  std::vector<std::string> names;
  for (const std::string& name : plan.selected_columns()) {
    const bool is_added =
        std::find(added.begin(), added.end(), name) != added.end();
    names.push_back(is_added ? '+' + name : name);
  }
  if (names.empty()) names.emplace_back("all");
  for (const std::string& name : plan.missing_columns()) {
    names.push_back("−" + name);
  }
  std::string text = Line("columns", fmt::format("{}", fmt::join(names, ", ")));
  if (!added.empty()) text += Line("", "+ fetched, but not returned");
  if (!plan.missing_columns().empty()) {
    text += Line("", "− not available from this upstream");
  }
  return text;
}

std::string OrderLine(const v1::ExplainRefpagesResponse& plan) {
  std::vector<std::string> keys;
  for (const v1::OrderBy& key : plan.order_by()) {
    const bool descending = key.direction() == v1::SORT_DIRECTION_DESCENDING;
    keys.push_back(key.column() + (descending ? ":desc" : ""));
  }
  return Line("order", keys.empty() ? "the upstream's own"
                                    : fmt::format("{}", fmt::join(keys, ", ")));
}

std::string CallLine(const v1::ExplainRefpagesResponse& plan) {
  const int64_t min = plan.min_call_count();
  if (!plan.has_max_call_count()) {
    return Line("calls", fmt::format("{} or more", min));
  }
  const int64_t max = plan.max_call_count();
  if (max == 0) return Line("calls", "none: no row can pass");
  return Line("calls", min == max ? fmt::to_string(max)
                                  : fmt::format("{} to {}", min, max));
}

std::string PriceLine(const v1::ExplainRefpagesResponse& plan) {
  std::string text = PriceRangeText(plan.min_price(), plan.max_price());
  if (plan.has_saved_price()) {
    text += fmt::format("; the cache saves up to {}",
                        PriceText(plan.saved_price()));
  }
  return Line("price", text);
}

std::string PageLine(const v1::PlannedPage& page, int number) {
  std::string price = PriceRangeText(page.min_price(), page.max_price());
  if (page.has_cached_time()) {
    price = "cached at " +
            google::protobuf::util::TimeUtil::ToString(page.cached_time());
  }
  return Line(fmt::format("request {}", number),
              fmt::format("rows {} to {}, {}", page.row_offset() + 1,
                          page.row_offset() + page.row_limit(), price)) +
         Line("", page.request());
}

}  // namespace

std::string ExplainText(const v1::ExplainRefpagesResponse& plan) {
  std::string text = Line("dialect", plan.dialect());
  text += FilterLines(plan) + ColumnLine(plan) + OrderLine(plan);
  text += CallLine(plan);
  text += PriceLine(plan);
  for (int i = 0; i < plan.pages_size(); ++i) {
    text += PageLine(plan.pages(i), i + 1);
  }
  const bool is_whole =
      plan.has_max_call_count() && plan.max_call_count() == plan.pages_size();
  if (plan.pages_size() > 0 && !is_whole) text += Line("", "…");
  return text;
}

}  // namespace backlinks::cli
