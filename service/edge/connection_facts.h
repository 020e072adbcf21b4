// What decides whether a connection is closed: the rules, and what it has done.
#ifndef BACKLINKS_SERVICE_EDGE_CONNECTION_FACTS_H_
#define BACKLINKS_SERVICE_EDGE_CONNECTION_FACTS_H_

#include <cstdint>

#include "absl/time/time.h"

namespace backlinks::edge {

struct ConnectionRules {
  // Time for the first complete request, from the accept on. Shorter while
  // there are nearly as many connections as allowed.
  absl::Duration request_timeout = absl::InfiniteDuration();
  // Time without a call after which gRPC closes the connection.
  absl::Duration max_idle = absl::InfiniteDuration();
  // The maximum size of a request message.
  int64_t max_call_bytes = 1 << 20;
  // What the server announces as the maximum number of concurrent calls.
  int64_t max_running_calls = 100;
};

// What a connection has done.
struct ConnectionFacts {
  absl::Duration age;         // Since the accept.
  absl::Duration quiet_time;  // Since the last call began or ended.
  int64_t running_calls = 0;
  int64_t awaited_requests = 0;  // Of running calls: not complete.
  bool has_sent_request = false;
  bool is_crowded = false;  // A limit of connections is nearly reached.
  // What follows is since the last decision, `interval` ago.
  absl::Duration interval;
  int64_t begun_calls = 0;
  int64_t request_bytes = 0;  // Of complete requests.
  int64_t lost_requests = 0;  // Of calls that ended before theirs was complete.
  int64_t given_up_requests = 0;  // Lost ones of calls that were not rejected.
  int64_t received_bytes = 0;     // That gRPC has read.
  int64_t sent_bytes = 0;
};

// The calls of a connection.
struct CallFacts {
  int64_t running = 0;
  // What follows is of the last `interval`.
  absl::Duration interval;
  int64_t ended = 0;
  int64_t reset = 0;  // Those of the ended ones that the client cancelled.
};

}  // namespace backlinks::edge

#endif  // BACKLINKS_SERVICE_EDGE_CONNECTION_FACTS_H_
