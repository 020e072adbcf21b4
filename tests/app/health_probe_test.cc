#include "service/app/health_probe.h"

#include <memory>
#include <string>

#include "boost/asio/io_context.hpp"
#include "boost/asio/ip/tcp.hpp"
#include "gmock/gmock.h"
#include "grpc/health/v1/health.grpc.pb.h"
#include "grpcpp/server.h"
#include "grpcpp/server_builder.h"
#include "gtest/gtest.h"

namespace backlinks::app {
namespace {

namespace health = grpc::health::v1;
using ::boost::asio::ip::tcp;
using ::testing::HasSubstr;

constexpr absl::Duration kTimeout = absl::Seconds(20);

class Server final : public health::Health::Service {
 public:
  explicit Server(health::HealthCheckResponse::ServingStatus status)
      : status_(status) {
    grpc::ServerBuilder builder;
    builder.AddListeningPort("0.0.0.0:0", grpc::InsecureServerCredentials(),
                             &port_);
    builder.RegisterService(this);
    server_ = builder.BuildAndStart();
  }
  ~Server() override { server_->Shutdown(); }

  std::string listen() const { return "0.0.0.0:" + std::to_string(port_); }

  grpc::Status Check(grpc::ServerContext* /*context*/,
                     const health::HealthCheckRequest* request,
                     health::HealthCheckResponse* response) override {
    EXPECT_EQ(request->service(), "");
    response->set_status(status_);
    return grpc::Status::OK;
  }

 private:
  const health::HealthCheckResponse::ServingStatus status_;
  int port_ = 0;
  std::unique_ptr<grpc::Server> server_;
};

std::string ListenOf(const tcp::acceptor& acceptor) {
  return "0.0.0.0:" + std::to_string(acceptor.local_endpoint().port());
}

TEST(ProbeTarget, IsReachableFromTheSameHost) {
  EXPECT_EQ(ProbeTarget("0.0.0.0:50051"), "127.0.0.1:50051");
  EXPECT_EQ(ProbeTarget("[::]:50051"), "[::1]:50051");
  EXPECT_EQ(ProbeTarget("127.0.0.2:1"), "127.0.0.2:1");
  EXPECT_EQ(ProbeTarget("unix:/run/backlinks"), "unix:/run/backlinks");
}

TEST(ProbeHealth, IsOkWhereItServes) {
  const Server server(health::HealthCheckResponse::SERVING);
  EXPECT_EQ(ProbeHealth({server.listen()}, kTimeout), absl::OkStatus());
}

TEST(ProbeHealth, FailsIfItDoesNotServe) {
  const Server server(health::HealthCheckResponse::NOT_SERVING);
  const absl::Status status = ProbeHealth({server.listen()}, kTimeout);
  EXPECT_THAT(std::string(status.message()), HasSubstr("NOT_SERVING"));
}

TEST(ProbeHealth, FailsIfNobodyListens) {
  boost::asio::io_context io;
  // Has a port, which no other program can take, but does not listen.
  tcp::acceptor acceptor(io, tcp::v4());
  acceptor.bind(tcp::endpoint(tcp::v4(), 0));
  const absl::Status status = ProbeHealth({ListenOf(acceptor)}, kTimeout);
  EXPECT_THAT(std::string(status.message()), HasSubstr("does not answer"));
}

TEST(ProbeHealth, DoesNotWaitForEver) {
  boost::asio::io_context io;
  const tcp::acceptor acceptor(io, tcp::endpoint(tcp::v4(), 0));
  const absl::Status status =
      ProbeHealth({ListenOf(acceptor)}, absl::Milliseconds(200));
  EXPECT_THAT(std::string(status.message()), HasSubstr("does not answer"));
}

TEST(ProbeHealth, NeedsAPort) {
  EXPECT_EQ(ProbeHealth({"0.0.0.0:0"}, kTimeout).code(),
            absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace backlinks::app
