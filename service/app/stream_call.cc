#include "service/app/stream_call.h"

#include "backlinks/v1/backlinks_service.pb.h"
#include "grpcpp/impl/codegen/proto_utils.h"
#include "service/status/status.h"

namespace backlinks {

boost::asio::awaitable<absl::Status> StreamCall::Run(MessageWriter& writer) {
  absl::StatusOr<PreparedQuery> prepared = Read();
  if (!prepared.ok()) co_return prepared.status();
  const Route route{exchange_, writer, stages_.streamer_options};
  co_return co_await Deliver(stages_, *prepared, route, deadline_, record_);
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
