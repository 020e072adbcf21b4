// What belongs to one call that runs as a coroutine.
#ifndef BACKLINKS_SERVICE_RPC_CALL_CONTEXT_H_
#define BACKLINKS_SERVICE_RPC_CALL_CONTEXT_H_

#include "service/access/access_control.h"
#include "service/exchange/http_exchange.h"
#include "service/model/call_recorder.h"
#include "service/model/steady_time.h"

namespace backlinks::rpc {

struct CallContext {
  // Belongs to the executor that runs the call.
  exchange::HttpExchange& exchange;
  SteadyTime deadline;
  CallRecorder recorder;
  access::Caller caller;
};

}  // namespace backlinks::rpc

#endif  // BACKLINKS_SERVICE_RPC_CALL_CONTEXT_H_
