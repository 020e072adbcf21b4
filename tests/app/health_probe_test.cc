#include "service/app/health_probe.h"

#include <sys/socket.h>

#include <memory>
#include <string>

#include "boost/asio/io_context.hpp"
#include "boost/asio/ip/tcp.hpp"
#include "gmock/gmock.h"
#include "grpcpp/ext/health_check_service_server_builder_option.h"
#include "grpcpp/health_check_service_interface.h"
#include "grpcpp/server.h"
#include "grpcpp/server_builder.h"
#include "gtest/gtest.h"

namespace backlinks {
namespace {

using ::boost::asio::ip::tcp;
using ::testing::HasSubstr;

constexpr absl::Duration kPatience = absl::Seconds(20);

struct HealthyServer {
  HealthyServer() {
    grpc::EnableDefaultHealthCheckService(true);
    grpc::ServerBuilder builder;
    int port = 0;
    builder.AddListeningPort("0.0.0.0:0", grpc::InsecureServerCredentials(),
                             &port);
    server = builder.BuildAndStart();
    listen = "0.0.0.0:" + std::to_string(port);
  }
  ~HealthyServer() { server->Shutdown(); }

  std::unique_ptr<grpc::Server> server;
  std::string listen;
};

TEST(ProbeTarget, IsReachableFromTheSameHost) {
  EXPECT_EQ(ProbeTarget("0.0.0.0:50051"), "127.0.0.1:50051");
  EXPECT_EQ(ProbeTarget("[::]:50051"), "[::1]:50051");
  EXPECT_EQ(ProbeTarget("127.0.0.2:1"), "127.0.0.2:1");
  EXPECT_EQ(ProbeTarget("unix:/run/backlinks"), "unix:/run/backlinks");
}

TEST(ProbeHealth, IsOkWhereItServes) {
  const HealthyServer healthy;
  EXPECT_EQ(ProbeHealth(healthy.listen, kPatience), absl::OkStatus());
}

TEST(ProbeHealth, TellsThatItDoesNotServe) {
  const HealthyServer healthy;
  healthy.server->GetHealthCheckService()->SetServingStatus("", false);
  const absl::Status status = ProbeHealth(healthy.listen, kPatience);
  EXPECT_THAT(std::string(status.message()), HasSubstr("NOT_SERVING"));
}

TEST(ProbeHealth, TellsThatNobodyListens) {
  std::string listen;
  {
    boost::asio::io_context io;
    const tcp::acceptor acceptor(io, tcp::endpoint(tcp::v4(), 0));
    listen = "127.0.0.1:" + std::to_string(acceptor.local_endpoint().port());
  }
  const absl::Status status = ProbeHealth(listen, kPatience);
  EXPECT_THAT(std::string(status.message()), HasSubstr("does not answer"));
}

TEST(ProbeHealth, DoesNotWaitForEver) {
  boost::asio::io_context io;
  const tcp::acceptor acceptor(io, tcp::endpoint(tcp::v4(), 0));
  const std::string listen =
      "0.0.0.0:" + std::to_string(acceptor.local_endpoint().port());
  const absl::Status status = ProbeHealth(listen, absl::Milliseconds(200));
  EXPECT_THAT(std::string(status.message()), HasSubstr("does not answer"));
}

TEST(ProbeHealth, NeedsAPort) {
  EXPECT_EQ(ProbeHealth("0.0.0.0:0", kPatience).code(),
            absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace backlinks
