#include "service/rpc/stream_call.h"

#include "backlinks/v1/backlinks_service.pb.h"
#include "service/common/status/status.h"
#include "service/rpc/raw_message.h"

namespace backlinks {

boost::asio::awaitable<absl::Status> StreamCall::Run(MessageWriter& writer) {
  absl::StatusOr<PreparedQuery> prepared = Read();
  if (!prepared.ok()) co_return prepared.status();
  const StreamEndpoints route{exchange_, writer,
                              dependencies_.streamer_options};
  co_return co_await Deliver(dependencies_, *prepared, route, deadline_,
                             record_);
}

absl::StatusOr<PreparedQuery> StreamCall::Read() {
  v1::StreamRefpagesRequest request;
  BACKLINKS_RETURN_IF_ERROR(ParseMessage(request_, request));
  return Prepare(dependencies_, request, record_);
}

}  // namespace backlinks
