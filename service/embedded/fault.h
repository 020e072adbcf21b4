// The faults that the embedded upstream can inject into its responses.
//
// The spec is a comma-separated list of:
//   status=N            responds with that HTTP status and an HTML body
//   html                responds with 200 and an HTML body
//   error=TEXT          responds with {"error":TEXT}: v2 with 200, v3 with 400
//                       or the given status
//   cut_after_bytes=N   closes the connection after N bytes of the body
//   reset_after_bytes=N resets the connection after N bytes
//   stall_after_bytes=N sends nothing more, and keeps the connection open
//   garbage_after_bytes=N sends bytes that are not JSON instead of the rest
//   cut_after_rows=N, reset_after_rows=N, stall_after_rows=N,
//   garbage_after_rows=N do the same right after the Nth row; a response with
//                       fewer rows is complete
//   unstable            returns rows that are equal in all keys of order_by in
//                       another order each time
//   delay_ms=N          waits before the response
//   retry_after=N       adds Retry-After to a status
//   count=N             affects the next N requests only; default: all
#ifndef BACKLINKS_SERVICE_EMBEDDED_FAULT_H_
#define BACKLINKS_SERVICE_EMBEDDED_FAULT_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace backlinks::embedded {

struct Fault {
  enum class Body { kWhole, kCut, kReset, kStall, kGarbage };
  std::optional<int> status;
  bool html = false;
  std::optional<std::string> error;
  Body body = Body::kWhole;
  int64_t after_bytes = 0;
  std::optional<int64_t> after_rows;  // Overrides after_bytes.
  bool unstable = false;
  int64_t delay_ms = 0;
  std::optional<int> retry_after;
  std::optional<int64_t> count;
};

absl::StatusOr<Fault> ParseFault(std::string_view spec);

}  // namespace backlinks::embedded

#endif  // BACKLINKS_SERVICE_EMBEDDED_FAULT_H_
