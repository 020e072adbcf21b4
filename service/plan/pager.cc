#include <algorithm>

#include "service/plan/planner.h"

namespace backlinks {
namespace {

// The most rows, up to `page.limit`, that a page may return without passing
// `budget`; prices grow with the rows.
int64_t AffordableRows(const Dialect& dialect, const Plan& plan, Page page,
                       MilliPrice budget) {
  int64_t can = 0;
  int64_t cannot = page.limit + 1;
  while (cannot - can > 1) {
    const int64_t rows = can + (cannot - can) / 2;
    page.limit = rows;
    (dialect.PagePrice(plan, page, rows) <= budget ? can : cannot) = rows;
  }
  return can;
}

}  // namespace

std::optional<Page> Pager::Next() {
  Page page = {.offset = rows_, .limit = plan_.page_rows};
  if (plan_.row_limit) {
    page.limit = std::min(page.limit, *plan_.row_limit - rows_);
  }
  if (page.limit <= 0) {
    end_reason_ = EndReason::kLimit;
    return std::nullopt;
  }
  if (exhausted_) {
    end_reason_ = EndReason::kExhausted;
    return std::nullopt;
  }
  if (plan_.max_price) {
    page.limit =
        AffordableRows(dialect_, plan_, page, *plan_.max_price - spent_);
  }
  if (page.limit <= 0) {
    end_reason_ = EndReason::kPrice;
    return std::nullopt;
  }
  return page;
}

void Pager::Done(const Page& page, int64_t rows) {
  rows_ += rows;
  spent_ += dialect_.PagePrice(plan_, page, rows);
  exhausted_ = rows < page.limit;
}

}  // namespace backlinks
