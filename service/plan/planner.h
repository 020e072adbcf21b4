// Makes a plan of a validated query: what is pushed down, in the dialect's
// words, which columns are fetched, how many rows a page.
//
// Errors: FILTER_NOT_SUPPORTED with one violation for every node that the
//         dialect cannot say; INVALID_QUERY for a price in another unit than
//         the dialect's; PRICE_CAP if max_price is below what the first page
//         costs with one row.
// Threads: immutable; Make is const.
#ifndef BACKLINKS_SERVICE_PLAN_PLANNER_H_
#define BACKLINKS_SERVICE_PLAN_PLANNER_H_

#include <cstdint>
#include <optional>

#include "absl/status/statusor.h"
#include "service/dialect/dialect.h"
#include "service/model/query.h"

namespace backlinks {

class Planner {
 public:
  // `dialect` must outlive the planner; `page_rows` is 1 or more.
  Planner(const Dialect& dialect, int64_t page_rows)
      : dialect_(dialect), page_rows_(page_rows) {}

  absl::StatusOr<Plan> Make(const Query& query) const;

 private:
  const Dialect& dialect_;
  int64_t page_rows_;
};

// Why a stream ends; the numbers are those of v1.EndReason.
enum class EndReason { kLimit = 1, kExhausted = 2, kPrice = 3 };

// Chooses one page after the other, within the row limit and the price cap.
//
// Example:
//   Pager pager(dialect, plan);
//   while (std::optional<Page> page = pager.Next()) {
//     … read `rows` rows …
//     pager.Done(*page, rows);
//   }
//   pager.end_reason(), pager.spent()
class Pager {
 public:
  Pager(const Dialect& dialect, const Plan& plan)
      : dialect_(dialect), plan_(plan) {}

  // The next page, never asking for more rows than are still wanted or can
  // still be paid; nothing: the stream ends, end_reason() says why.
  std::optional<Page> Next();

  // Books a page that returned `rows` rows: fewer than asked for is the end.
  void Done(const Page& page, int64_t rows);

  EndReason end_reason() const { return end_reason_; }
  MilliPrice spent() const { return spent_; }

 private:
  const Dialect& dialect_;
  const Plan& plan_;
  int64_t rows_ = 0;
  MilliPrice spent_ = 0;
  bool exhausted_ = false;
  EndReason end_reason_ = EndReason::kExhausted;
};

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_PLAN_PLANNER_H_
