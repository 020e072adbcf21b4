// Decides which connections are closed.
//
// Threads: any.
#ifndef BACKLINKS_SERVICE_EDGE_CONNECTION_RULES_H_
#define BACKLINKS_SERVICE_EDGE_CONNECTION_RULES_H_

#include <cstdint>
#include <optional>

#include "service/edge/byte_allowance.h"
#include "service/edge/connection_facts.h"
#include "service/model/connection_counts.h"

namespace backlinks::edge {

// What must happen to a connection.
struct Verdict {
  std::optional<CloseReason> close;
  // If not zero: its calls whose request is not complete must end, this number
  // of them.
  int64_t large_requests = 0;
};

// To be asked often, of each connection.
Verdict FindVerdict(const ConnectionRules& rules, const ConnectionFacts& facts,
                    ByteAllowance& allowance);

// Returns why the connection must be closed, or nothing. To be asked when a
// call begins or ends: what a client does with thousands of calls is expensive
// within a second.
std::optional<CloseReason> FindCloseReason(const ConnectionRules& rules,
                                           const CallFacts& calls);

}  // namespace backlinks::edge

#endif  // BACKLINKS_SERVICE_EDGE_CONNECTION_RULES_H_
