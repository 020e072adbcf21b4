#include "client/cpp/client.h"

#include <fstream>
#include <iterator>
#include <utility>

#include "absl/status/statusor.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/security/credentials.h"
#include "grpcpp/support/channel_arguments.h"

namespace backlinks {
namespace {

absl::StatusOr<std::shared_ptr<grpc::ChannelCredentials>> MakeCredentials(
    const ClientOptions& options) {
  if (!options.tls && options.ca_file.empty()) {
    return grpc::InsecureChannelCredentials();
  }
  grpc::SslCredentialsOptions tls;
  if (!options.ca_file.empty()) {
    std::ifstream file(options.ca_file, std::ios::binary);
    tls.pem_root_certs.assign(std::istreambuf_iterator<char>(file), {});
    if (tls.pem_root_certs.empty()) {
      return absl::InvalidArgumentError("cannot read CA certificates from " +
                                        options.ca_file);
    }
  }
  return grpc::SslCredentials(tls);
}

}  // namespace

Client::Client(const ClientOptions& options) {
  const auto credentials = MakeCredentials(options);
  broken_ = credentials.status();
  if (!broken_.ok()) return;
  grpc::ChannelArguments arguments;
  arguments.SetUserAgentPrefix(options.user_agent);
  channel_ = grpc::CreateCustomChannel(options.server, *credentials, arguments);
}

RefpageStream Client::StreamRefpages(const v1::StreamRefpagesRequest& request,
                                     absl::Duration timeout) {
  if (!broken_.ok()) return RefpageStream(broken_);
  return {channel_, request, timeout};
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

}  // namespace backlinks
