#include "tests/app/running_backlinks_server.h"

#include <cstdio>
#include <cstdlib>
#include <future>
#include <utility>

#include "fmt/format.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/generic/generic_stub.h"
#include "grpcpp/security/credentials.h"
#include "grpcpp/support/channel_arguments.h"
#include "service/common/status/grpc_status.h"
#include "tests/support/config/parsed_options.h"

namespace backlinks::testing_app {
namespace {

constexpr std::string_view kGrpcMark = "grpc ";

std::string RowLines(int rows, size_t row_bytes) {
  const std::string title(row_bytes, 't');
  std::string lines;
  for (int i = 0; i < rows; ++i) {
    lines += fmt::format(
        R"({{"url_from":"https://from.example/{}","url_to":"https://{}/",)"
        R"("title":"{}"}})"
        "\n",
        i, kTestTarget, title);
  }
  return lines;
}

std::unique_ptr<app::Server> MustStart(const std::vector<std::string>& flags) {
  auto server = app::Server::Start(MustParse(flags));
  if (server.ok()) return *std::move(server);
  fmt::print(stderr, "the server does not start: {}\n",
             server.status().ToString());
  std::abort();
}

// Of the ready line: "…: grpc 127.0.0.1:50051, admin …".
std::string AddressIn(const std::string& line) {
  const size_t begin = line.find(kGrpcMark) + kGrpcMark.size();
  return line.substr(begin, line.find(',', begin) - begin);
}

// A window of 64 KiB that does not grow: a client that does not read stops the
// server soon.
std::shared_ptr<grpc::Channel> Connect(const std::string& address) {
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_HTTP2_BDP_PROBE, 0);
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  return grpc::CreateCustomChannel(address, grpc::InsecureChannelCredentials(),
                                   arguments);
}

}  // namespace

RunningBacklinksServer::RunningBacklinksServer(int rows, size_t row_bytes,
                                               std::vector<std::string> flags) {
  flags.insert(
      flags.begin(),
      {"--listen=127.0.0.1:0", "--admin_listen=127.0.0.1:0", "--log_level=off",
       "--embedded_data=" +
           folder_.Write("rows.jsonl", RowLines(rows, row_bytes))});
  server_ = MustStart(flags);
  address_ = AddressIn(server_->ReadyLine());
  channel_ = Connect(address_);
  stub_ = v1::BacklinksService::NewStub(channel_);
}

absl::Status RunningBacklinksServer::Call(const std::string& method,
                                          const std::string& bytes) {
  grpc::GenericStub stub(channel_);
  grpc::ClientContext context;
  const grpc::Slice slice(bytes);
  const grpc::ByteBuffer request(&slice, 1);
  grpc::ByteBuffer response;
  std::promise<grpc::Status> done;
  stub.UnaryCall(
      &context, "/" + method, grpc::StubOptions(), &request, &response,
      [&done](const grpc::Status& status) { done.set_value(status); });
  return FromGrpcStatus(done.get_future().get());
}

}  // namespace backlinks::testing_app
