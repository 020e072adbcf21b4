#include "tests/app/tls_fixture.h"

#include <chrono>

#include "grpcpp/client_context.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/support/channel_arguments.h"
#include "tests/support/file/read_file.h"

namespace backlinks::testing_app {
namespace {

using testing_certificate::MakeIdentity;
using testing_file::ReadFile;

constexpr char kServerNames[] = "DNS:localhost,IP:127.0.0.1";
constexpr std::chrono::seconds kCallTimeout(20);

}  // namespace

TlsFolder::TlsFolder() : ca_(MakeIdentity({"ca", ""}, nullptr)) {
  ca_.Write(path("ca"));
  Rotate("first");
  MakeIdentity({"client", "DNS:client.example"}, &ca_).Write(path("client"));
  MakeIdentity({"other", kServerNames}, nullptr).Write(path("other"));
}

void TlsFolder::Rotate(const std::string& name) const {
  MakeIdentity({name, kServerNames}, &ca_).Write(path("server"));
}

std::vector<std::string> TlsFolder::Flags(std::vector<std::string> more) const {
  more.push_back("--tls_cert_file=" + path("server.pem"));
  more.push_back("--tls_key_file=" + path("server.key"));
  return more;
}

std::shared_ptr<grpc::ChannelCredentials> TlsFolder::Credentials(
    const std::string& ca, const std::string& pair) const {
  grpc::SslCredentialsOptions options;
  options.pem_root_certs = ReadFile(path(ca + ".pem"));
  if (!pair.empty()) {
    options.pem_cert_chain = ReadFile(path(pair + ".pem"));
    options.pem_private_key = ReadFile(path(pair + ".key"));
  }
  return grpc::SslCredentials(options);
}

std::unique_ptr<v1::BacklinksService::Stub> ConnectStub(
    const std::string& address,
    const std::shared_ptr<grpc::ChannelCredentials>& credentials) {
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
  return v1::BacklinksService::NewStub(
      grpc::CreateCustomChannel(address, credentials, arguments));
}

grpc::Status ParseAFilter(v1::BacklinksService::Stub& stub) {
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + kCallTimeout);
  v1::ParseFilterRequest request;
  request.set_text("NOT nofollow");
  v1::ParseFilterResponse response;
  return stub.ParseFilter(&context, request, &response);
}

}  // namespace backlinks::testing_app
