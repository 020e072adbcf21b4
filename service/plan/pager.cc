#include "service/plan/pager.h"

#include <algorithm>
#include <cmath>

namespace backlinks {
namespace {

// How many times the wanted rows the first page has, with a residual.
constexpr int64_t kFirstGuess = 4;

// The rows that have to be read so that `wanted` of them pass, which is likely
// but for two standard deviations. `rate` is between 0 and 1, neither included.
double LikelyRows(double wanted, double rate) {
  return (wanted + 2 * std::sqrt(wanted * (1 - rate))) / rate;
}

}  // namespace

Pager::Pager(const Dialect& dialect, const Plan& plan, Cursor& cursor)
    : dialect_(dialect),
      plan_(plan),
      cursor_(cursor),
      spent_before_(cursor.spent) {}

std::optional<Page> Pager::Next() {
  booked_ = 0;
  const int64_t wanted = WantedRows();
  end_reason_ = EndReason::kLimit;
  if (wanted <= 0 && !plan_.nothing) return std::nullopt;
  end_reason_ = EndReason::kExhausted;
  if (plan_.nothing || cursor_.exhausted) return std::nullopt;
  Page page = {.offset = cursor_.scanned};
  if (!unbroken_) page.offset = std::min(cursor_.check_from, cursor_.scanned);
  page.skip = cursor_.scanned - page.offset;
  page.limit =
      page.skip + std::clamp<int64_t>(plan_.page_rows - page.skip, 1, wanted);
  page.limit = AffordableRows(page);
  end_reason_ = EndReason::kPrice;
  if (page.limit <= page.skip) return std::nullopt;
  return page;
}

// At most plan.page_rows; not above 0: the limit is reached.
int64_t Pager::WantedRows() const {
  if (!plan_.row_limit) return plan_.page_rows;
  const int64_t wanted = *plan_.row_limit - cursor_.sent;
  if (!plan_.residual || wanted <= 0) return std::min(wanted, plan_.page_rows);
  if (wanted >= plan_.page_rows) return plan_.page_rows;
  if (cursor_.scanned < kMinPageRows) {
    return std::min(std::max(kFirstGuess * wanted, kMinPageRows),
                    plan_.page_rows);
  }
  // As if one row more had passed and one had not: never 0 or 1.
  const double rate = (static_cast<double>(cursor_.sent) + 1) /
                      (static_cast<double>(cursor_.scanned) + 2);
  const double rows = std::ceil(LikelyRows(static_cast<double>(wanted), rate));
  return static_cast<int64_t>(
      std::min(rows, static_cast<double>(plan_.page_rows)));
}

// The most rows, up to `page.limit`, that a page may return without passing
// the cap; prices grow with the rows.
int64_t Pager::AffordableRows(Page page) const {
  if (!plan_.max_price) return page.limit;
  const MilliPrice budget = *plan_.max_price - cursor_.spent;
  int64_t can = 0;
  int64_t cannot = page.limit + 1;
  while (cannot - can > 1) {
    const int64_t rows = can + (cannot - can) / 2;
    page.limit = rows;
    (dialect_.PagePrice(plan_, page, rows) <= budget ? can : cannot) = rows;
  }
  return can;
}

void Pager::OnHead(const Page& page, std::optional<int64_t> result_count) {
  const int64_t rows = result_count.value_or(page.limit);
  // What it says beyond what it was asked for is believed when it is here.
  Book(dialect_.PagePrice(plan_, page,
                          std::clamp<int64_t>(rows, 0, page.limit)));
}

void Pager::OnEnd(const Page& page, int64_t rows) {
  Book(dialect_.PagePrice(plan_, page, rows));
  const int64_t skipped = std::min(rows, page.skip);
  repeated_ += booked_ - dialect_.PagePrice(plan_, page, rows - skipped);
  const bool is_short = rows < page.limit && dialect_.short_page_is_end();
  // Rows behind the last one wanted were received, but not read.
  const bool is_read = cursor_.scanned >= page.offset + rows;
  if ((is_short && is_read) || rows <= page.skip) cursor_.exhausted = true;
  unbroken_ = true;
}

void Pager::OnBreak(const Page& page, int64_t rows) {
  Book(std::max(booked_, dialect_.PagePrice(plan_, page, rows)));
  const int64_t received = std::max<int64_t>(rows - page.skip, 0);
  repeated_ += booked_ - RowsPrice(page, received);
  unbroken_ = false;
}

// Without what the request itself costs.
MilliPrice Pager::RowsPrice(const Page& page, int64_t rows) const {
  return dialect_.PagePrice(plan_, page, rows) -
         dialect_.PagePrice(plan_, page, 0);
}

// The open page costs this, whatever was thought before.
void Pager::Book(MilliPrice price) {
  cursor_.spent += price - booked_;
  booked_ = price;
}

}  // namespace backlinks
