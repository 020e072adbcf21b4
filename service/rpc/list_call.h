// One ListRefpages call: a stream of one page whose rows are collected instead
// of sent.
//
// Limits:  1,000 rows; 1 MiB of rows, which only the last row may exceed.
// Threads: one executor.  Cancel: as RefpageStreamer.
#ifndef BACKLINKS_SERVICE_RPC_LIST_CALL_H_
#define BACKLINKS_SERVICE_RPC_LIST_CALL_H_

#include <utility>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "boost/asio/awaitable.hpp"
#include "service/exchange/http_exchange.h"
#include "service/model/call_record.h"
#include "service/rpc/prepared_query.h"

namespace backlinks {

class ListCall {
 public:
  // Request and response are owned by gRPC and outlive the call. `exchange`
  // belongs to the executor that runs the call.
  ListCall(const CallDependencies& dependencies, HttpExchange& exchange,
           const v1::ListRefpagesRequest& request,
           v1::ListRefpagesResponse& response, absl::Time deadline,
           CallRecord record);

  // Must be called once. The call must not be destroyed before it has returned.
  boost::asio::awaitable<absl::Status> Run();

  CallRecord& record() { return record_; }

 private:
  const CallDependencies& dependencies_;
  HttpExchange& exchange_;
  const v1::ListRefpagesRequest& request_;
  v1::ListRefpagesResponse& response_;
  absl::Time deadline_;
  CallRecord record_;
  StreamerOptions options_;
};

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_RPC_LIST_CALL_H_
