#include "service/rpc/stream_call.h"

#include "backlinks/v1/backlinks_service.pb.h"
#include "service/common/status/status.h"
#include "service/rpc/raw_message.h"

namespace backlinks {

boost::asio::awaitable<absl::Status> StreamCall::Run(MessageWriter& writer) {
  absl::StatusOr<PreparedQuery> prepared = Read();
  if (!prepared.ok()) co_return prepared.status();
  const StreamContext context{.dialect = dependencies_.dialect,
                              .plan = prepared->plan,
                              .residual = prepared->residual.get(),
                              .cursor = prepared->cursor,
                              .token = prepared->token,
                              .exchange = exchange_,
                              .writer = writer,
                              .options = dependencies_.streamer_options,
                              .record = record_};
  co_return co_await Deliver(context, deadline_);
}

absl::StatusOr<PreparedQuery> StreamCall::Read() {
  v1::StreamRefpagesRequest request;
  BACKLINKS_RETURN_IF_ERROR(ParseMessage(request_, request));
  return Prepare(dependencies_, request, record_);
}

}  // namespace backlinks
