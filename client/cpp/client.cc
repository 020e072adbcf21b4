#include "backlinks/client.h"

#include <utility>

#include "absl/time/clock.h"
#include "client/cpp/channel_credentials.h"
#include "client/cpp/service_config.h"
#include "grpcpp/client_context.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/support/channel_arguments.h"
#include "service/common/proxy/proxy_bypass.h"
#include "service/common/status/grpc_status.h"

namespace backlinks {
namespace {

// Limits of the pauses between attempts to connect. gRPC's defaults grow to
// minutes, in which a stream would give up on a server that is available again.
constexpr int kFirstReconnectMs = 100;
constexpr int kMaxReconnectMs = 1000;

}  // namespace

Client::Client(const ClientOptions& options)
    : resume_(options.resume), api_key_(options.api_key) {
  const auto credentials = MakeChannelCredentials(options);
  broken_ = credentials.status();
  if (!broken_.ok()) return;
  grpc::ChannelArguments arguments;
  arguments.SetUserAgentPrefix(options.user_agent);
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, kFirstReconnectMs);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, kMaxReconnectMs);
  if (BypassesProxyOfEnvironment(options.server)) {
    arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
  }
  if (!options.server_name.empty()) {
    arguments.SetSslTargetNameOverride(options.server_name);
  }
  // Streams are not retried by the channel: ResumePolicy counts every attempt
  // itself.
  channel_ = grpc::CreateCustomChannel(options.server, *credentials, arguments);
  arguments.SetServiceConfigJSON(kServiceConfig);
  stub_ = v1::BacklinksService::NewStub(
      grpc::CreateCustomChannel(options.server, *credentials, arguments));
}

RefpageStream Client::StreamRefpages(const v1::StreamRefpagesRequest& request,
                                     absl::Duration timeout) {
  if (!broken_.ok()) return RefpageStream(broken_);
  return {channel_, request, timeout, resume_, api_key_};
}

absl::Status Client::ForEachRow(
    const v1::StreamRefpagesRequest& request,
    const std::function<bool(const v1::Refpage&)>& on_row,
    absl::Duration timeout) {
  RefpageStream stream = StreamRefpages(request, timeout);
  for (const v1::Refpage& row : stream) {
    if (on_row(row)) continue;
    stream.Finish().IgnoreError();
    return absl::OkStatus();
  }
  return stream.Finish();
}

template <typename Request, typename Response>
absl::StatusOr<Response> Client::Call(Method<Request, Response> method,
                                      const Request& request,
                                      absl::Duration timeout) {
  if (!broken_.ok()) return broken_;
  grpc::ClientContext context;
  AddApiKey(api_key_, context);
  if (timeout < absl::InfiniteDuration()) {
    context.set_deadline(absl::ToChronoTime(absl::Now() + timeout));
  }
  Response response;
  const absl::Status status =
      FromGrpcStatus((stub_.get()->*method)(&context, request, &response));
  if (!status.ok()) return status;
  return response;
}

absl::StatusOr<v1::ListRefpagesResponse> Client::ListRefpages(
    const v1::ListRefpagesRequest& request, absl::Duration timeout) {
  return Call(&v1::BacklinksService::Stub::ListRefpages, request, timeout);
}

absl::StatusOr<v1::ExplainRefpagesResponse> Client::ExplainRefpages(
    const v1::ExplainRefpagesRequest& request, absl::Duration timeout) {
  return Call(&v1::BacklinksService::Stub::ExplainRefpages, request, timeout);
}

absl::StatusOr<v1::ParseFilterResponse> Client::ParseFilter(
    const v1::ParseFilterRequest& request, absl::Duration timeout) {
  return Call(&v1::BacklinksService::Stub::ParseFilter, request, timeout);
}

absl::StatusOr<v1::GetUsageResponse> Client::GetUsage(
    const v1::GetUsageRequest& request, absl::Duration timeout) {
  return Call(&v1::BacklinksService::Stub::GetUsage, request, timeout);
}

}  // namespace backlinks
