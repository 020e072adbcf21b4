// How the embedded upstream misbehaves on demand.
//
// Spec, by commas:
//   status=N            answers with that HTTP status and an HTML body
//   html                answers 200 with an HTML body
//   error=TEXT          answers with {"error":TEXT}: v2 with 200, v3 with 400
//                       or the status given
//   cut_after_bytes=N   closes the connection after that many body bytes
//   reset_after_bytes=N resets it
//   stall_after_bytes=N sends nothing more, and keeps the connection
//   garbage_after_bytes=N sends bytes that are not JSON instead of the rest
//   cut_after_rows=N, reset_after_rows=N, stall_after_rows=N,
//   garbage_after_rows=N the same right after the Nth row; an answer with
//                       fewer rows comes whole
//   unstable            rows that are equal in all keys of order_by come in
//                       another order each time
//   delay_ms=N          waits before the answer
//   retry_after=N       adds Retry-After to a status
//   count=N             only the next N requests; default: all
#ifndef BACKLINKS_SERVICE_EMBEDDED_FAULT_H_
#define BACKLINKS_SERVICE_EMBEDDED_FAULT_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace backlinks {

struct Fault {
  enum class Body { kWhole, kCut, kReset, kStall, kGarbage };
  std::optional<int> status;
  bool html = false;
  std::optional<std::string> error;
  Body body = Body::kWhole;
  int64_t after_bytes = 0;
  std::optional<int64_t> after_rows;  // Instead of after_bytes.
  bool unstable = false;
  int64_t delay_ms = 0;
  std::optional<int> retry_after;
  std::optional<int64_t> count;
};

absl::StatusOr<Fault> ParseFault(std::string_view spec);

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_EMBEDDED_FAULT_H_
