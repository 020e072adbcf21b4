// One StreamRefpages call, from the bytes of its request to its record: runs
// the steps of a query one after the other.
//
// Threads: one executor.  Cancel: as RefpageStreamer.
#ifndef BACKLINKS_SERVICE_RPC_STREAM_CALL_H_
#define BACKLINKS_SERVICE_RPC_STREAM_CALL_H_

#include <utility>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "boost/asio/awaitable.hpp"
#include "grpcpp/support/byte_buffer.h"
#include "service/exchange/http_exchange.h"
#include "service/model/call_record.h"
#include "service/rpc/prepared_query.h"
#include "service/stream/message_writer.h"

namespace backlinks {

class StreamCall {
 public:
  // `exchange` belongs to the executor that runs the call.
  StreamCall(const CallDependencies& dependencies, HttpExchange& exchange,
             const grpc::ByteBuffer& request, absl::Time deadline,
             CallRecord record)
      : dependencies_(dependencies),
        exchange_(exchange),
        request_(request),
        deadline_(deadline),
        record_(std::move(record)) {}

  // Must be called once. The call must not be destroyed before it has returned.
  boost::asio::awaitable<absl::Status> Run(MessageWriter& writer);

  CallRecord& record() { return record_; }

 private:
  absl::StatusOr<PreparedQuery> Read();

  const CallDependencies& dependencies_;
  HttpExchange& exchange_;
  grpc::ByteBuffer request_;
  absl::Time deadline_;
  CallRecord record_;
};

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_RPC_STREAM_CALL_H_
