// What belongs to one call that runs as a coroutine.
#ifndef BACKLINKS_SERVICE_RPC_CALL_CONTEXT_H_
#define BACKLINKS_SERVICE_RPC_CALL_CONTEXT_H_

#include <optional>

#include "service/exchange/http_exchange.h"
#include "service/model/call_recorder.h"
#include "service/model/query.h"
#include "service/model/steady_time.h"

namespace backlinks::rpc {

struct CallContext {
  // Belongs to the executor that runs the call.
  exchange::HttpExchange& exchange;
  SteadyTime deadline;
  CallRecorder recorder;
  // For a request without max_price, in place of the server's.
  std::optional<MilliPrice> default_max_price;
};

}  // namespace backlinks::rpc

#endif  // BACKLINKS_SERVICE_RPC_CALL_CONTEXT_H_
