#include "service/rpc/list_call.h"

#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "service/common/status/status.h"
#include "service/rpc/list_response.h"

namespace backlinks::rpc {
namespace {

stream::StreamerOptions ListOptions(stream::StreamerOptions options) {
  options.max_bytes = kMaxListBytes;
  options.sender.heartbeat = absl::InfiniteDuration();
  return options;
}

}  // namespace

boost::asio::awaitable<absl::Status> RunListCall(
    const CallDependencies& dependencies,
    const v1::ListRefpagesRequest& request, grpc::ByteBuffer& response,
    CallContext& call) {
  absl::StatusOr<PreparedQuery> prepared =
      Prepare(dependencies, request, OriginOf(call));
  if (!prepared.ok()) co_return prepared.status();
  const stream::StreamerOptions options =
      ListOptions(dependencies.streamer_options);
  ListResponse collected;
  BACKLINKS_CO_RETURN_IF_ERROR(
      co_await Deliver(dependencies, options, *prepared, collected, call));
  std::string next_page_token;
  if (collected.summary().end_reason() != v1::END_REASON_EXHAUSTED) {
    next_page_token = prepared->token(prepared->cursor);
  }
  response = collected.Serialize(next_page_token);
  co_return absl::OkStatus();
}

}  // namespace backlinks::rpc
