#include "tests/chaos/server_fixture.h"

#include <cstdio>
#include <cstdlib>
#include <string_view>
#include <utility>
#include <variant>

#include "absl/status/status.h"
#include "fmt/format.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/security/credentials.h"
#include "grpcpp/support/channel_arguments.h"
#include "service/config/options.h"

namespace backlinks::chaos {
namespace {

constexpr int kChannels = 4;
constexpr std::string_view kGrpcMark = "grpc ";

[[noreturn]] void Abort(std::string_view what) {
  fmt::print(stderr, "the server does not start: {}\n", what);
  std::abort();
}

// The embedded upstream takes any token but none.
const char* EnvironmentOf(const char* name) {
  return std::string_view(name) == "BACKLINKS_UPSTREAM_TOKEN" ? "any" : nullptr;
}

std::unique_ptr<app::Server> StartServer(std::vector<std::string> flags) {
  flags.insert(flags.begin(), {"--listen", "127.0.0.1:0", "--admin_listen",
                               "127.0.0.1:0", "--log_level", "off"});
  const auto parsed = config::ParseOptions(flags, EnvironmentOf);
  if (const auto* error = std::get_if<config::UsageError>(&parsed))
    Abort(error->line);
  auto server = app::Server::Start(std::get<config::Options>(parsed));
  if (!server.ok()) Abort(server.status().ToString());
  return *std::move(server);
}

// Of the ready line: "…: grpc 127.0.0.1:50051, admin …".
std::string AddressIn(const std::string& line) {
  const size_t begin = line.find(kGrpcMark) + kGrpcMark.size();
  return line.substr(begin, line.find(',', begin) - begin);
}

}  // namespace

ServerFixture::ServerFixture(std::vector<std::string> flags)
    : server_(StartServer(std::move(flags))) {
  const std::string address = AddressIn(server_->ReadyLine());
  for (int i = 0; i < kChannels; ++i) {
    grpc::ChannelArguments arguments;
    arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
    stubs_.push_back(v1::BacklinksService::NewStub(grpc::CreateCustomChannel(
        address, grpc::InsecureChannelCredentials(), arguments)));
  }
}

ServerFixture ServerFixture::On(const std::string& upstream_url,
                                std::vector<std::string> flags) {
  flags.insert(flags.begin(), {"--upstream", "ahrefs_v2", "--upstream_url",
                               upstream_url, "--upstream_max_rows_per_request",
                               "1000000", "--cache_ttl", "0"});
  return ServerFixture(std::move(flags));
}

v1::BacklinksService::Stub& ServerFixture::stub() {
  next_ = (next_ + 1) % stubs_.size();
  return *stubs_[next_];
}

}  // namespace backlinks::chaos
