#include "service/stream/page_price.h"

#include "service/plan/counted_rows.h"

namespace backlinks::stream {

MilliPrice PagePrice::Max() const {
  return dialect_->PagePrice(*plan_, page_, page_.limit);
}

MilliPrice PagePrice::AtHead(const ResponseHead& head) const {
  if (!dialect_->CheckHead(head).ok() || dialect_->IsCached(head)) return 0;
  if (const auto reported = dialect_->ReportedPrice(head)) return *reported;
  return dialect_->PagePrice(
      *plan_, page_, plan::CountedRows(page_, dialect_->ResultCount(head)));
}

}  // namespace backlinks::stream
