#include "service/rpc/stream_call.h"

#include "absl/status/statusor.h"
#include "backlinks/v1/backlinks_service.pb.h"
#include "service/common/status/resume_token.h"
#include "service/common/status/status.h"
#include "service/rpc/raw_message.h"

namespace backlinks::rpc {
namespace {

absl::StatusOr<PreparedQuery> ParseAndPrepare(
    const CallDependencies& dependencies, const grpc::ByteBuffer& bytes,
    const QueryOrigin& origin) {
  v1::StreamRefpagesRequest request;
  BACKLINKS_RETURN_IF_ERROR(ParseMessage(bytes, request));
  return Prepare(dependencies, request, origin);
}

}  // namespace

boost::asio::awaitable<absl::Status> RunStreamCall(
    const CallDependencies& dependencies, const grpc::ByteBuffer& request,
    stream::MessageWriter& writer, CallContext& call) {
  absl::StatusOr<PreparedQuery> prepared =
      ParseAndPrepare(dependencies, request, OriginOf(call));
  if (!prepared.ok()) co_return prepared.status();
  absl::Status status = co_await Deliver(
      dependencies, dependencies.streamer_options, *prepared, writer, call);
  // The token of other errors is that of the last message.
  if (GetReason(status) == Reason::kCancelled) {
    status = WithResumeToken(status, prepared->token(prepared->cursor));
  }
  co_return status;
}

}  // namespace backlinks::rpc
