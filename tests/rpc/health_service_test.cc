// The health service against gRPC's own stub.
#include "service/rpc/health_service.h"

#include <memory>
#include <string>
#include <vector>

#include "absl/time/clock.h"
#include "grpc/health/v1/health.grpc.pb.h"
#include "gtest/gtest.h"
#include "service/common/status/status.h"
#include "tests/rpc/router_fixture.h"

namespace backlinks::rpc {
namespace {

namespace health = grpc::health::v1;
using Response = health::HealthCheckResponse;

class HealthServiceTest : public testing_rpc::RouterFixture {
 protected:
  HealthServiceTest() {
    Serve({.request_timeout = absl::Milliseconds(200)}, {},
          service_.MakeRoutes());
    stub_ = health::Health::NewStub(channel_);
  }

  grpc::Status Check(const std::string& service, Response& response) {
    grpc::ClientContext context;
    return stub_->Check(&context, Request(service), &response);
  }

  static health::HealthCheckRequest Request(const std::string& service) {
    health::HealthCheckRequest request;
    request.set_service(service);
    return request;
  }

  HealthService service_{{"the.Service"}};
  std::unique_ptr<health::Health::Stub> stub_;
};

TEST_F(HealthServiceTest, ChecksTheServerAndItsServices) {
  for (const bool is_serving : {false, true, false}) {
    service_.SetServing(is_serving);
    for (const std::string name : {"", "the.Service"}) {
      Response response;
      EXPECT_TRUE(Check(name, response).ok());
      EXPECT_EQ(response.status(),
                is_serving ? Response::SERVING : Response::NOT_SERVING);
    }
  }
  EXPECT_EQ(records_.started(), 0);
}

TEST_F(HealthServiceTest, DoesNotKnowOtherServices) {
  Response response;
  EXPECT_EQ(Check("other.Service", response).error_code(),
            grpc::StatusCode::NOT_FOUND);
}

TEST_F(HealthServiceTest, WatchSendsEveryChange) {
  grpc::ClientContext context;
  auto reader = stub_->Watch(&context, Request("the.Service"));
  Response response;
  ASSERT_TRUE(reader->Read(&response));
  EXPECT_EQ(response.status(), Response::NOT_SERVING);
  // A watch has no time limit once it has its request.
  absl::SleepFor(absl::Milliseconds(500));
  for (const bool is_serving : {true, false, true}) {
    service_.SetServing(is_serving);
    service_.SetServing(is_serving);  // No change.
    ASSERT_TRUE(reader->Read(&response));
    EXPECT_EQ(response.status(),
              is_serving ? Response::SERVING : Response::NOT_SERVING);
  }
  context.TryCancel();
  EXPECT_FALSE(reader->Read(&response));
  reader->Finish();
}

TEST_F(HealthServiceTest, WatchReportsAnUnknownServiceAndStays) {
  grpc::ClientContext context;
  auto reader = stub_->Watch(&context, Request("other.Service"));
  Response response;
  ASSERT_TRUE(reader->Read(&response));
  EXPECT_EQ(response.status(), Response::SERVICE_UNKNOWN);
  open_calls_->EndAll(MakeError(Reason::kDraining, "the end"));
  EXPECT_FALSE(reader->Read(&response));
  EXPECT_EQ(reader->Finish().error_code(), grpc::StatusCode::UNAVAILABLE);
}

TEST_F(HealthServiceTest, WatchesThatComeAndGoWhileTheStatusChanges) {
  for (int i = 0; i < 200; ++i) {
    grpc::ClientContext context;
    auto reader = stub_->Watch(&context, Request(""));
    Response response;
    service_.SetServing(i % 2 == 0);
    if (i % 3 > 0) reader->Read(&response);
    service_.SetServing(i % 2 == 1);
    context.TryCancel();
    reader->Finish();
  }
}

}  // namespace
}  // namespace backlinks::rpc
