// Counts of the connections of the gRPC port.
#ifndef BACKLINKS_SERVICE_MODEL_CONNECTION_COUNTS_H_
#define BACKLINKS_SERVICE_MODEL_CONNECTION_COUNTS_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace backlinks {

// Why a connection was closed when it was accepted.
enum class RefusalReason {
  kMaxConnections,  // The maximum of all connections is reached.
  kPerPeer,         // The maximum of the peer's address is reached.
  kDescriptors,     // The process has no free file descriptor.
};
inline constexpr std::array<std::string_view, 3> kRefusalReasonNames = {
    "max_connections", "per_peer", "descriptors"};

// Why a connection was closed later.
enum class CloseReason {
  kFirstRequestTimeout,  // It sent no complete request in time.
  kIdle,                 // It had no call for too long.
  kFlood,                // It sent far more bytes than its calls need.
  kResets,               // It cancelled too many calls.
  kCalls,                // It had too many calls at once.
};
inline constexpr std::array<std::string_view, 5> kCloseReasonNames = {
    "first_request_timeout", "idle", "flood", "resets", "calls"};

struct ConnectionCounts {
  int64_t open = 0;
  int64_t max = 0;
  // Since the start of the server, the last two by reason.
  int64_t accepted = 0;
  std::array<int64_t, kRefusalReasonNames.size()> refused = {};
  std::array<int64_t, kCloseReasonNames.size()> closed = {};

  int64_t& of(RefusalReason reason) {
    return refused[static_cast<size_t>(reason)];
  }
  int64_t& of(CloseReason reason) {
    return closed[static_cast<size_t>(reason)];
  }
};

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_MODEL_CONNECTION_COUNTS_H_
