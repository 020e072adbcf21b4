// Decides which connections are closed.
//
// Threads: any.
#ifndef BACKLINKS_SERVICE_EDGE_CONNECTION_RULES_H_
#define BACKLINKS_SERVICE_EDGE_CONNECTION_RULES_H_

#include <optional>

#include "service/edge/byte_allowance.h"
#include "service/edge/connection_facts.h"
#include "service/model/connection_counts.h"

namespace backlinks::edge {

// What must happen to a connection.
struct Verdict {
  std::optional<CloseReason> close;
  // Its calls whose request is not complete must end.
  bool end_requests = false;
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
