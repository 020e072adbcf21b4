#include "service/app/stream_call.h"

#include "backlinks/v1/backlinks_service.pb.h"
#include "boost/asio/this_coro.hpp"
#include "grpcpp/impl/codegen/proto_utils.h"
#include "service/status/status.h"

namespace backlinks {

boost::asio::awaitable<absl::Status> StreamCall::Run(MessageWriter& writer) {
  absl::StatusOr<PreparedQuery> prepared = Read();
  if (!prepared.ok()) co_return prepared.status();
  // GCC 12 destroys temporaries beside a co_await twice: none may stand there.
  const auto executor = co_await boost::asio::this_coro::executor;
  const StreamParts parts{.dialect = stages_.dialect,
                          .plan = prepared->plan,
                          .residual = prepared->residual.get(),
                          .cursor = prepared->cursor,
                          .token = prepared->token,
                          .exchange = exchange_,
                          .writer = writer,
                          .options = stages_.streamer_options,
                          .record = record_};
  RefpageStreamer streamer(executor, parts);
  co_return co_await streamer.Run(deadline_);
}

absl::StatusOr<PreparedQuery> StreamCall::Read() {
  v1::StreamRefpagesRequest request;
  using Traits = grpc::SerializationTraits<v1::StreamRefpagesRequest>;
  if (!Traits::Deserialize(&request_, &request).ok()) {
    return MakeInvalid(
        Reason::kInvalidQuery,
        {{"",
          "the request is not a backlinks.v1.StreamRefpagesRequest, or "
          "is nested deeper than 100 messages"}});
  }
  return Prepare(stages_, request, record_);
}

}  // namespace backlinks
