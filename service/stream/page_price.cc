#include "service/stream/page_price.h"

#include <algorithm>
#include <cstdint>

namespace backlinks::stream {

MilliPrice PagePrice::Max() const {
  return dialect_->PagePrice(*plan_, page_, page_.limit);
}

MilliPrice PagePrice::AtHead(const ResponseHead& head) const {
  if (!dialect_->CheckHead(head).ok() || dialect_->IsCached(head)) return 0;
  if (const auto reported = dialect_->ReportedPrice(head)) return *reported;
  const int64_t rows = dialect_->ResultCount(head).value_or(page_.limit);
  return dialect_->PagePrice(*plan_, page_,
                             std::clamp<int64_t>(rows, 0, page_.limit));
}

}  // namespace backlinks::stream
