// Decides whether a connection has sent more bytes than its calls need.
//
// The allowance grows with time, with calls and with what the server sends, and
// does not grow above a maximum. Pings, settings, empty frames and endless
// headers use it up; healthy clients do not.
//
// Requests that are too large use it up, too. Their calls are ended first, so
// that the caller learns why, and the bytes are written off, those on their way
// included. This is limited: a flood could otherwise pretend to be a request.
//
// Threads: one at a time.
#ifndef BACKLINKS_SERVICE_EDGE_BYTE_ALLOWANCE_H_
#define BACKLINKS_SERVICE_EDGE_BYTE_ALLOWANCE_H_

#include <cstdint>
#include <optional>

#include "absl/time/time.h"
#include "service/edge/connection_facts.h"

namespace backlinks::edge {

class ByteAllowance {
 public:
  enum class Use {
    kAllowed,
    kLargeRequests,  // The calls whose request is not complete must end.
    kFlood,          // The connection must be closed.
  };

  ByteAllowance();

  // To be called often, with what was received since the last time.
  Use Spend(const ConnectionRules& rules, const ConnectionFacts& facts);

 private:
  void PassTime(const ConnectionFacts& facts);
  // Whether gRPC keeps reading without reporting a call.
  bool IsReadingUnreported(int64_t unexplained, const ConnectionFacts& facts);
  // Whether the connection has been in debt for long enough to be sure that the
  // calls which need the bytes are not just late to be reported.
  bool IsCertain(int64_t debt, absl::Duration interval);
  Use Decide(const ConnectionFacts& facts);

  int64_t bytes_;
  // Since the debt was first seen, if there is any.
  std::optional<absl::Duration> in_debt_;
  int unreported_reads_ = 0;
  bool has_warned_ = false;  // Calls were ended for this debt.
  double write_offs_;        // The number that is left.
  absl::Duration since_write_off_ = absl::InfiniteDuration();
  int64_t in_flight_bytes_ = 0;  // Beyond the maximum, after a write-off.
  // Since a request was lost that has not been written off.
  absl::Duration since_lost_ = absl::InfiniteDuration();
};

}  // namespace backlinks::edge

#endif  // BACKLINKS_SERVICE_EDGE_BYTE_ALLOWANCE_H_
