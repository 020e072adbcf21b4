// The open connections of the gRPC port, and what their calls do.
//
// A connection is in the table from the accept until gRPC has closed it. The
// table has a duplicate of its descriptor, since gRPC takes the other: the end
// is then seen here (gRPC shuts a socket down before it closes it), and
// shutting the duplicate down closes the connection for gRPC.
// Threads: Add, Remove and CloseOffenders are called on one thread; the rest on
//          any, at the same time.
#ifndef BACKLINKS_SERVICE_EDGE_CONNECTION_TABLE_H_
#define BACKLINKS_SERVICE_EDGE_CONNECTION_TABLE_H_

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "service/edge/byte_counts.h"
#include "service/edge/connection_limits.h"
#include "service/edge/connection_rules.h"
#include "service/edge/file_descriptor.h"
#include "service/edge/peer_name.h"
#include "service/model/connection_activity.h"
#include "service/model/connection_counts.h"

namespace backlinks::edge {

class ConnectionTable final : public ConnectionActivity {
 public:
  using Clock = std::chrono::steady_clock;

  struct Offender {
    std::string peer;
    CloseReason reason;
  };

  ConnectionTable(ConnectionLimits limits, ConnectionRules rules)
      : limits_(limits), rules_(rules) {}

  // Returns why there is no place for one more connection of `peer`.
  std::optional<RefusalReason> WhyFull(const PeerName& peer) const;

  // Returns the number by which Remove knows the connection.
  uint64_t Add(const PeerName& peer, FileDescriptor duplicate,
               Clock::time_point now);
  struct Removed {
    FileDescriptor duplicate;          // None if there was no connection.
    std::optional<Offender> offender;  // That CloseOffenders has not returned.
  };
  Removed Remove(uint64_t id);

  // Shuts down the connections that break a rule, and returns them, with those
  // that a call has shut down since the last time. They remain in the table
  // until they are removed. Nothing is known of the calls on Unix
  // sockets, as these have one name.
  std::vector<Offender> CloseOffenders(Clock::time_point now);
  struct LargeRequests {
    std::string peer;
    int64_t count = 0;  // Of requests that were not complete.

    bool operator==(const LargeRequests&) const = default;
  };
  // Returns the connections whose requests CloseOffenders has found to be too
  // large, once. Called on the same thread.
  std::vector<LargeRequests> TakeLargeRequests();

  int64_t size() const;

  // ConnectionActivity.
  bool OnCallBegin(std::string_view peer) override;
  void OnRequest(std::string_view peer, int64_t bytes) override;
  void OnCallEnd(std::string_view peer, CallEnd end) override;

 private:
  struct Connection {
    std::string group;
    FileDescriptor duplicate;
    Clock::time_point accepted;
    Clock::time_point last_use;    // A call began or ended.
    Clock::time_point last_check;  // By CloseOffenders.
    ByteCounts bytes;              // At last_check.
    ByteAllowance allowance;
    bool is_closing = false;            // CloseOffenders has returned it.
    std::optional<CloseReason> broken;  // The rule that it has broken.
    int64_t running_calls = 0;
    int64_t awaited_requests = 0;
    bool has_sent_request = false;
    // Since last_check.
    int64_t begun_calls = 0;
    int64_t request_bytes = 0;
    int64_t lost_requests = 0;
    int64_t given_up_requests = 0;
    // Since window_start, about a second ago at most.
    Clock::time_point window_start;
    int64_t ended_calls = 0;
    int64_t reset_calls = 0;
  };
  using Connections = std::multimap<std::string, Connection, std::less<>>;

  // Calls `change` with each connection of that name. There is more than one
  // only if a client reuses its port before the end of the last is seen.
  template <typename Change>
  void ForPeer(std::string_view peer, const Change& change);
  // Shuts the connection down at once if its calls break a rule.
  void CheckCalls(Connection& connection, Clock::time_point now) const;
  // Whether three quarters of a limit that concerns the peer are in use.
  bool IsCrowded(const std::string& group) const;
  Verdict Check(Connection& connection, Clock::time_point now);
  static ConnectionFacts TakeFacts(Connection& connection, ByteCounts bytes,
                                   Clock::time_point now);

  const ConnectionLimits limits_;
  const ConnectionRules rules_;
  mutable std::mutex mutex_;
  Connections connections_;
  std::unordered_map<uint64_t, Connections::iterator> by_id_;
  std::unordered_map<std::string, int64_t> group_sizes_;
  std::vector<LargeRequests> large_requests_;  // Of CloseOffenders' thread.
  uint64_t last_id_ = 0;
};

}  // namespace backlinks::edge

#endif  // BACKLINKS_SERVICE_EDGE_CONNECTION_TABLE_H_
