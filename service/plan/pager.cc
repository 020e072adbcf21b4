#include "service/plan/pager.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "service/plan/counted_rows.h"
#include "service/plan/tie_breakers.h"

namespace backlinks::plan {
namespace {

// With a residual, the first page has this many times the wanted rows.
constexpr int64_t kFirstGuess = 4;

// The rows to read so that `wanted` of them pass, with a margin of two standard
// deviations. `rate` is between 0 and 1, both excluded.
double LikelyRows(double wanted, double rate) {
  return (wanted + 2 * std::sqrt(wanted * (1 - rate))) / rate;
}

}  // namespace

int64_t PageOverlap(const dialect::Dialect& dialect, const Plan& plan) {
  const bool at_offset = dialect.page_start() == dialect::PageStart::kOffset;
  const bool is_cached =
      plan.max_cache_age && *plan.max_cache_age > absl::ZeroDuration();
  return at_offset && is_cached && plan.total_order ? 1 : 0;
}

Pager::Pager(const dialect::Dialect& dialect, const Plan& plan,
             StreamPosition& position)
    : dialect_(dialect),
      plan_(plan),
      position_(position),
      spent_before_(position.spent()),
      overlap_(PageOverlap(dialect, plan)) {}

std::optional<Page> Pager::Next() {
  position_.BeginPage();
  source_ = PageSource::kUpstream;
  saved_before_page_ += std::exchange(page_saved_, 0);
  const int64_t wanted = WantedRows();
  end_reason_ = EndReason::kLimit;
  if (wanted <= 0 && !plan_.nothing) return std::nullopt;
  end_reason_ = EndReason::kExhausted;
  if (plan_.nothing || position_.exhausted()) return std::nullopt;
  Page page = dialect_.page_start() == dialect::PageStart::kOffset
                  ? PageAtOffset(wanted)
                  : PageAtKeyset(wanted);
  page.limit = AffordableRows(page);
  end_reason_ = EndReason::kPrice;
  if (page.limit <= page.skip) return std::nullopt;
  return page;
}

Page Pager::PageAtOffset(int64_t wanted) const {
  Page page = {.offset = position_.scanned()};
  if (!is_uninterrupted_)
    page.offset = std::min(position_.check_from(), position_.scanned());
  page.skip = position_.scanned() - page.offset;
  page.limit =
      page.skip + std::clamp<int64_t>(plan_.page_rows - page.skip, 1, wanted);
  return page;
}

// Rows of the group at the keyset position are sent again; if they alone fill a
// page, the group has to be divided.
Page Pager::PageAtKeyset(int64_t wanted) const {
  Page page = {.offset = position_.scanned()};
  if (position_.keyset_position() == nullptr) {
    page.limit = wanted;
    return page;
  }
  KeysetPosition from = *position_.keyset_position();
  if (!from.after_seen.empty()) {
    page.skip = CountOf(from.after_seen);
  } else if (!from.after_equals) {
    from.in_full_order |=
        CanDivideGroups(plan_) && CountOf(from.seen) >= plan_.page_rows;
    page.skip = CountOf(from.in_full_order ? from.full_order_seen : from.seen);
    from.after_equals = page.skip >= plan_.page_rows;
    if (from.after_equals) page.skip = 0;
  }
  const int64_t again = from.in_full_order ? CountOf(from.seen) : 0;
  page.limit = std::min(page.skip + again + wanted, plan_.page_rows);
  // The token was made for larger pages.
  if (!from.after_seen.empty()) {
    page.limit = std::max(page.limit, page.skip + 1);
  }
  page.from = std::make_shared<const KeysetPosition>(std::move(from));
  return page;
}

// At most plan.page_rows; 0 or less if the limit is reached.
int64_t Pager::WantedRows() const {
  if (!plan_.row_limit) return plan_.page_rows;
  const int64_t wanted = *plan_.row_limit - position_.sent();
  if (!plan_.residual || wanted <= 0) return std::min(wanted, plan_.page_rows);
  return std::min(std::max(LikelyNeeded(wanted), FreeRows()), plan_.page_rows);
}

// The rows to read so that `wanted` pass the residual.
int64_t Pager::LikelyNeeded(int64_t wanted) const {
  if (wanted >= plan_.page_rows) return plan_.page_rows;
  if (position_.scanned() < kMinPageRows) {
    return std::max(kFirstGuess * wanted, kMinPageRows);
  }
  // Counts one more row that passed and one that did not: never 0 or 1.
  const double rate = (static_cast<double>(position_.sent()) + 1) /
                      (static_cast<double>(position_.scanned()) + 2);
  const double rows = std::ceil(LikelyRows(static_cast<double>(wanted), rate));
  return static_cast<int64_t>(
      std::min(rows, static_cast<double>(plan_.page_rows)));
}

// The number of rows that a request may have without an extra charge.
int64_t Pager::FreeRows() const {
  const MilliPrice min = dialect_.PagePrice(plan_, {}, 0);
  const int64_t rows = plan_.row_price > 0 ? min / plan_.row_price : 0;
  return dialect_.PagePrice(plan_, {}, rows) == min ? rows : 0;
}

// The maximum number of rows, up to `page.limit`, that a page may return within
// the cap; prices grow with the rows.
int64_t Pager::AffordableRows(Page page) const {
  if (!plan_.max_price) return page.limit;
  const MilliPrice budget = *plan_.max_price - position_.spent();
  int64_t can = 0;
  int64_t cannot = page.limit + 1;
  while (cannot - can > 1) {
    const int64_t rows = can + (cannot - can) / 2;
    page.limit = rows;
    (dialect_.PagePrice(plan_, page, rows) <= budget ? can : cannot) = rows;
  }
  return can;
}

void Pager::OnHead(const Page& page, std::optional<int64_t> result_count,
                   PageSource source) {
  source_ = source;
  SetPrice(page, CountedRows(page, result_count));
}

void Pager::Discard() {
  position_.PricePage(0);
  page_saved_ = 0;
}

void Pager::OnEnd(const Page& page, int64_t rows) {
  SetPrice(page, rows);
  const int64_t skipped = std::min(rows, page.skip);
  const bool at_offset = dialect_.page_start() == dialect::PageStart::kOffset;
  // At a keyset position rows are sent again in any case.
  if (at_offset || !is_uninterrupted_) {
    repeated_ += position_.page_price() - PriceOf(page, rows - skipped);
  }
  is_uninterrupted_ = overlap_ == 0;
  if (at_offset) EndAtOffset(page, rows);
}

void Pager::EndAtOffset(const Page& page, int64_t rows) {
  const bool is_short = rows < page.limit;
  // A short page is the end if it was not clamped: the dialect knows it, or an
  // earlier page had more rows.
  const bool is_end = is_short && (dialect_.IsEnd(rows) || rows < max_rows_);
  max_rows_ = std::max(max_rows_, rows);
  // Rows after the last wanted one were received, but not read.
  const bool is_read = position_.scanned() >= page.offset + rows;
  if ((is_end && is_read) || rows <= page.skip) position_.Exhaust();
  obeys_offset_ |= page.skip > 0 && rows > page.skip;
  // An upstream that ignores `offset` would send the same rows again: the next
  // page begins with the last row, for comparison.
  is_uninterrupted_ &= !is_short || obeys_offset_ || !plan_.total_order;
}

void Pager::OnInterruption(const Page& page, int64_t rows) {
  position_.PricePage(std::max(position_.page_price(), PriceOf(page, rows)));
  const int64_t received = std::max<int64_t>(rows - page.skip, 0);
  repeated_ += position_.page_price() - RowsPrice(page, received);
  is_uninterrupted_ = false;
}

// The price of the rows, without the request itself.
MilliPrice Pager::RowsPrice(const Page& page, int64_t rows) const {
  return PriceOf(page, rows) - PriceOf(page, 0);
}

void Pager::SetPrice(const Page& page, int64_t rows) {
  position_.PricePage(PriceOf(page, rows));
  if (source_ == PageSource::kServerCache) {
    page_saved_ = dialect_.PagePrice(plan_, page, rows);
  }
}

// The price of the open page.
MilliPrice Pager::PriceOf(const Page& page, int64_t rows) const {
  return source_ == PageSource::kUpstream
             ? dialect_.PagePrice(plan_, page, rows)
             : 0;
}

}  // namespace backlinks::plan
