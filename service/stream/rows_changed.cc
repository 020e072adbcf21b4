#include "service/stream/rows_changed.h"

#include "fmt/format.h"
#include "service/common/status/status.h"

namespace backlinks::stream {

absl::Status RowsChanged(int64_t row) {
  return MakeError(
      Reason::kRowsChanged,
      fmt::format("the upstream's rows have changed since they were sent (row "
                  "{}): start the query anew",
                  row),
      {{"row", fmt::to_string(row)}});
}

}  // namespace backlinks::stream
