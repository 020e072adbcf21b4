// One ListRefpages call: a stream of one page that is collected instead of
// sent.
//
// Limits:  1,000 rows, and 1 MiB of them but for the last one.
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
  // Request and response outlive the call, as gRPC holds them; `exchange`
  // belongs to the executor that will run it.
  ListCall(const CallDependencies& dependencies, HttpExchange& exchange,
           const v1::ListRefpagesRequest& request,
           v1::ListRefpagesResponse& response, absl::Time deadline,
           CallRecord record);

  // To be called once; the call must stay until it has returned.
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
