// What belongs to one call that runs as a coroutine.
#ifndef BACKLINKS_SERVICE_RPC_CALL_CONTEXT_H_
#define BACKLINKS_SERVICE_RPC_CALL_CONTEXT_H_

#include "absl/time/time.h"
#include "service/exchange/http_exchange.h"
#include "service/model/call_recorder.h"

namespace backlinks::rpc {

struct CallContext {
  // Belongs to the executor that runs the call.
  exchange::HttpExchange& exchange;
  absl::Time deadline;
  CallRecorder recorder;
};

}  // namespace backlinks::rpc

#endif  // BACKLINKS_SERVICE_RPC_CALL_CONTEXT_H_
