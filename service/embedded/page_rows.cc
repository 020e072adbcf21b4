#include "service/embedded/page_rows.h"

namespace backlinks::embedded {

absl::StatusOr<bool> PageRows::Step() {
  row_.Reset();
  if (next_ == keys_.keys.size()) return false;
  for (int i = 1; i <= keys_.width; ++i) {
    row_.BindNumber(i, keys_.keys[next_++]);
  }
  return row_.Step();
}

}  // namespace backlinks::embedded
