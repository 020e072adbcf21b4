#include "client/cpp/cli/summary_text.h"

#include <string_view>

#include "client/cpp/cli/price_text.h"
#include "fmt/format.h"

namespace backlinks::cli {
namespace {

void AddPrice(const v1::Price& price, v1::Price& sum) {
  sum.set_unit(price.unit());
  sum.set_milli_amount(sum.milli_amount() + price.milli_amount());
}

std::string Times(std::string_view noun, int64_t count) {
  return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

}  // namespace

std::string SummaryText(const v1::StreamSummary& summary, int64_t rows,
                        int resumes) {
  std::string text = fmt::format("{} rows, {} upstream calls, price {}", rows,
                                 summary.upstream_call_count(),
                                 PriceText(summary.computed_price()));
  if (summary.repeated_price().milli_amount() > 0) {
    text += fmt::format(" ({} of it paid again)",
                        PriceText(summary.repeated_price()));
  }
  if (summary.saved_price().milli_amount() > 0) {
    text += fmt::format("; {} from the cache, {} saved",
                        Times("page", summary.cached_page_count()),
                        PriceText(summary.saved_price()));
  }
  if (resumes > 0) text += fmt::format(", since {}", Times("resume", resumes));
  if (summary.resume_count() > 0) {
    text += fmt::format("; upstream resumed {}",
                        Times("time", summary.resume_count()));
  }
  std::string end = v1::EndReason_Name(summary.end_reason());
  end.erase(0, sizeof("END_REASON_") - 1);
  return text + fmt::format("; ended by {}", end);
}

void AddSummary(const v1::StreamSummary& page, v1::StreamSummary& all) {
  all.set_end_reason(page.end_reason());
  all.set_upstream_call_count(all.upstream_call_count() +
                              page.upstream_call_count());
  all.set_resume_count(all.resume_count() + page.resume_count());
  AddPrice(page.computed_price(), *all.mutable_computed_price());
  AddPrice(page.repeated_price(), *all.mutable_repeated_price());
  all.set_cached_page_count(all.cached_page_count() + page.cached_page_count());
  AddPrice(page.saved_price(), *all.mutable_saved_price());
}

}  // namespace backlinks::cli
