#include "service/plan/cost_estimate.h"

#include <algorithm>
#include <limits>

#include "service/plan/pager.h"

namespace backlinks::plan {
namespace {

constexpr size_t kMaxPages = 10;
constexpr int64_t kMax = std::numeric_limits<int64_t>::max();

// Saturating product of numbers that are not negative.
int64_t Times(int64_t a, int64_t b) {
  int64_t product = 0;
  return __builtin_mul_overflow(a, b, &product) ? kMax : product;
}

// Whether a stream requests the same pages, whatever the rows are.
bool HasKnownPages(const dialect::Dialect& dialect, const Plan& plan) {
  return dialect.short_page_is_end() && !(plan.residual && plan.row_limit);
}

// Simulates pages that are full and whose rows all pass.
class FullPageSimulation {
 public:
  FullPageSimulation(const dialect::Dialect& dialect, const Plan& plan)
      : dialect_(dialect), plan_(plan), pager_(dialect, plan, position_) {}

  std::optional<PlannedRequest> Next() {
    const std::optional<Page> page = pager_.Next();
    if (!page) return std::nullopt;
    ++calls_;
    ReadRows(page->limit - page->skip, 0);
    pager_.OnEnd(*page, page->limit);
    return PlannedRequest{*page, Price(*page, 0), Price(*page, page->limit)};
  }

  // Skips as many whole pages at once as limit and cap allow. Returns false if
  // there is no limit to their number.
  bool SkipFullPages() {
    const int64_t rows = std::max<int64_t>(plan_.page_rows - overlap_, 1);
    const Page page = {.offset = position_.scanned(), .limit = rows + overlap_};
    const MilliPrice price = Price(page, page.limit);
    int64_t count = kMax;
    if (plan_.row_limit) {
      count = (*plan_.row_limit - position_.sent()) / rows;
    }
    if (plan_.max_price && price > 0) {
      count = std::min(count, (*plan_.max_price - position_.spent()) / price);
    }
    if (count > (kMax - position_.scanned()) / rows) return false;
    calls_ += count;
    ReadRows(count * rows, Times(count, price));
    return true;
  }

  int64_t calls() const { return calls_; }
  MilliPrice spent() const { return position_.spent(); }

 private:
  void ReadRows(int64_t rows, MilliPrice price) {
    position_.ReadFullPages(rows, price);
    const int64_t next = position_.scanned() - overlap_;
    position_.CheckFrom(std::max<int64_t>(next, 0));
  }
  MilliPrice Price(const Page& page, int64_t rows) const {
    return dialect_.PagePrice(plan_, page, rows);
  }

  const dialect::Dialect& dialect_;
  const Plan& plan_;
  StreamPosition position_{Cursor()};
  Pager pager_;
  const int64_t overlap_ = PageOverlap(dialect_, plan_);
  int64_t calls_ = 0;
};

// Adds all pages, the first ten of them one by one.
void AddKnownPages(const dialect::Dialect& dialect, const Plan& plan,
                   CostEstimate& estimate) {
  FullPageSimulation simulation(dialect, plan);
  std::optional<PlannedRequest> next;
  while (simulation.calls() < static_cast<int64_t>(kMaxPages)) {
    next = simulation.Next();
    if (!next) break;
    estimate.pages.push_back(*next);
  }
  if (next && !simulation.SkipFullPages()) return;
  while (next) next = simulation.Next();
  estimate.max_calls = simulation.calls();
  estimate.max_price = simulation.spent();
}

// Whether the first page, of at most these rows, is certainly the last: it has
// every wanted row, or it is short where only the last page can be.
bool IsOnlyPage(const dialect::Dialect& dialect, const Plan& plan,
                int64_t rows) {
  if (plan.residual || plan.row_limit != rows) return false;
  while (--rows > 0) {
    if (!dialect.IsEnd(rows)) return false;
  }
  return true;
}

// Adds the bounds for pages of at least one row.
void AddBounds(const dialect::Dialect& dialect, const Plan& plan,
               CostEstimate& estimate) {
  const MilliPrice price = dialect.PagePrice(plan, {.limit = 1}, 1);
  // The largest price of a page for one new row.
  const int64_t page_rows = 1 + PageOverlap(dialect, plan);
  const MilliPrice max_price =
      dialect.PagePrice(plan, {.limit = page_rows}, page_rows);
  // At a keyset position rows are sent again; how many depends on the rows.
  const bool once = dialect.page_start() == dialect::PageStart::kOffset;
  if (plan.row_limit && !plan.residual && once) {
    estimate.max_calls = *plan.row_limit;
    // The last row of a short page may be sent again.
    const bool again = plan.total_order && !dialect.short_page_is_end();
    estimate.max_price = Times(*plan.row_limit + (again ? 1 : 0), max_price);
  }
  if (!plan.max_price) return;
  estimate.max_price =
      std::min(estimate.max_price.value_or(kMax), *plan.max_price);
  if (price <= 0) return;
  estimate.max_calls =
      std::min(estimate.max_calls.value_or(kMax), *plan.max_price / price);
}

}  // namespace

MilliPrice SavedPrice(const CostEstimate& estimate) {
  MilliPrice saved = 0;
  for (const PlannedRequest& planned : estimate.pages) {
    if (planned.cached_at) saved += planned.max;
  }
  return saved;
}

CostEstimate EstimateCost(const dialect::Dialect& dialect, const Plan& plan) {
  CostEstimate estimate;
  if (HasKnownPages(dialect, plan)) {
    AddKnownPages(dialect, plan, estimate);
  } else {
    AddBounds(dialect, plan, estimate);
    if (const auto first = FullPageSimulation(dialect, plan).Next()) {
      estimate.pages.push_back(*first);
      if (IsOnlyPage(dialect, plan, first->page.limit)) {
        estimate.max_calls = 1;
        estimate.max_price = first->max;
      }
    }
  }
  if (plan.nothing || estimate.pages.empty())
    return CostEstimate{.max_calls = 0, .max_price = 0};
  if (plan.residual) estimate.pages.resize(1);
  estimate.min_calls = 1;
  estimate.min_price = estimate.pages.front().min;
  return estimate;
}

}  // namespace backlinks::plan
