// What the server answers to calls that no ordinary client makes.
#include <atomic>
#include <future>
#include <latch>
#include <thread>
#include <vector>

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "grpc/health/v1/health.grpc.pb.h"
#include "grpc/reflection/v1/reflection.grpc.pb.h"
#include "grpc/support/time.h"
#include "grpcpp/channel.h"
#include "gtest/gtest.h"
#include "service/common/status/grpc_status.h"
#include "service/common/status/status.h"
#include "tests/app/running_backlinks_server.h"

namespace backlinks::app {
namespace {

using testing::HasSubstr;
using testing_app::kTestTarget;
using testing_app::RunningBacklinksServer;

std::string Method(const std::string& name) {
  return "backlinks.v1.BacklinksService/" + name;
}

// Field 1 of every request is a string or a message: bytes for which 0xFF,
// which UTF-8 never holds, is wrong in both.
std::string NotUtf8(const std::string& method) {
  std::string text("\x0A\x01\xFF", 3);
  if (method == "ParseFilter") return text;
  return std::string("\x0A\x03", 2) + text;
}

// A filter of `depth` NOTs, one in another, around one without an arm.
std::string Nested(int depth) {
  v1::Filter filter;
  for (int i = 0; i < depth; ++i) {
    v1::Filter outer;
    *outer.mutable_not_expression() = std::move(filter);
    filter = std::move(outer);
  }
  v1::ExplainRefpagesRequest request;
  request.mutable_query()->set_target(kTestTarget);
  *request.mutable_query()->mutable_where() = std::move(filter);
  return request.SerializeAsString();
}

v1::StreamRefpagesRequest StreamRequest() {
  v1::StreamRefpagesRequest request;
  request.mutable_query()->set_target(kTestTarget);
  request.mutable_query()->set_mode(v1::TARGET_MODE_SUBDOMAINS);
  request.set_row_limit(1000);
  return request;
}

class ServerEdgeTest : public testing::Test {
 protected:
  RunningBacklinksServer server_;
};

TEST_F(ServerEdgeTest, ARequestThatDoesNotParseIsInvalid) {
  for (const std::string name :
       {"StreamRefpages", "ListRefpages", "ExplainRefpages", "ParseFilter"}) {
    const absl::Status status = server_.Call(Method(name), NotUtf8(name));
    EXPECT_EQ(GetReason(status), Reason::kInvalidQuery) << name << status;
    EXPECT_EQ(GetViolations(status).size(), 1u) << name;
    EXPECT_THAT(std::string(status.message()),
                HasSubstr("backlinks.v1." + name + "Request"));
  }
  const absl::Status status = server_.Call(Method("GetUsage"), "\x0A\x05");
  EXPECT_EQ(GetReason(status), Reason::kInvalidQuery) << status;
}

TEST_F(ServerEdgeTest, ARequestThatIsNestedTooDeeplyIsInvalid) {
  for (const std::string name :
       {"StreamRefpages", "ListRefpages", "ExplainRefpages"}) {
    for (const int depth : {17, 97, 1000}) {
      const absl::Status status = server_.Call(Method(name), Nested(depth));
      EXPECT_EQ(GetReason(status), Reason::kInvalidQuery)
          << name << " " << depth << " " << status;
      EXPECT_GE(GetViolations(status).size(), 1u) << name;
    }
  }
}

TEST_F(ServerEdgeTest, AnUnknownMethodIsUnimplementedWithItsReason) {
  for (const std::string method :
       {"backlinks.v1.BacklinksService/DeleteRefpages", "no.such.Service/Call",
        "grpc.health.v1.Health/Nothing"}) {
    const absl::Status status = server_.Call(method, "");
    EXPECT_EQ(status.code(), absl::StatusCode::kUnimplemented);
    EXPECT_EQ(GetReason(status), Reason::kUnknownMethod) << method << status;
  }
}

TEST_F(ServerEdgeTest, AcceptsCompressedRequests) {
  v1::ListRefpagesRequest request;
  *request.mutable_query() = StreamRequest().query();
  request.set_page_token(std::string(1000, 't'));  // Worth compressing.
  for (const auto algorithm : {GRPC_COMPRESS_GZIP, GRPC_COMPRESS_DEFLATE}) {
    grpc::ClientContext context;
    context.set_compression_algorithm(algorithm);
    v1::ListRefpagesResponse response;
    const absl::Status status = FromGrpcStatus(
        server_.stub().ListRefpages(&context, request, &response));
    // Read, and rejected for its token.
    EXPECT_EQ(GetReason(status), Reason::kInvalidToken) << status;
  }
}

TEST_F(ServerEdgeTest, RejectsARequestThatInflatesBeyondItsLimit) {
  grpc::ClientContext context;
  context.set_compression_algorithm(GRPC_COMPRESS_GZIP);
  v1::ListRefpagesRequest request;
  request.set_page_token(std::string(8 << 20, 't'));
  v1::ListRefpagesResponse response;
  const absl::Status status =
      FromGrpcStatus(server_.stub().ListRefpages(&context, request, &response));
  EXPECT_EQ(GetReason(status), Reason::kRequestTooLarge) << status;
}

// Flow control lets them wait until their calls are reported, also after gRPC
// has measured that the connection could take more.
TEST_F(ServerEdgeTest, AcceptsManyLargeRequestsOfOneConnectionAtOnce) {
  constexpr int kRounds = 6;
  constexpr int kRequests = 64;
  v1::ParseFilterRequest request;
  request.set_text(std::string(900'000, 'x'));
  for (int round = 0; round < kRounds; ++round) {
    std::vector<grpc::ClientContext> contexts(kRequests);
    std::vector<v1::ParseFilterResponse> responses(kRequests);
    std::vector<absl::Status> statuses(kRequests);
    std::latch ended(kRequests);
    for (int i = 0; i < kRequests; ++i) {
      server_.stub().async()->ParseFilter(
          &contexts[i], &request, &responses[i],
          [&statuses, &ended, i](const grpc::Status& status) {
            statuses[i] = FromGrpcStatus(status);
            ended.count_down();
          });
    }
    ended.wait();
    for (const absl::Status& status : statuses) {
      // Read, and rejected for its length.
      ASSERT_EQ(GetReason(status), Reason::kInvalidQuery) << round << status;
    }
  }
}

TEST_F(ServerEdgeTest, ReportsItsHealth) {
  const auto stub = grpc::health::v1::Health::NewStub(server_.channel());
  for (const std::string service : {"", "backlinks.v1.BacklinksService"}) {
    grpc::ClientContext context;
    grpc::health::v1::HealthCheckRequest request;
    request.set_service(service);
    grpc::health::v1::HealthCheckResponse response;
    EXPECT_TRUE(stub->Check(&context, request, &response).ok());
    EXPECT_EQ(response.status(),
              grpc::health::v1::HealthCheckResponse::SERVING);
  }
}

class Deadlines : public ServerEdgeTest,
                  public testing::WithParamInterface<int64_t> {};

TEST_P(Deadlines, BeyondTheClockAreNone) {
  const auto set_deadline = [](grpc::ClientContext& context) {
    context.set_deadline(
        gpr_time_add(gpr_now(GPR_CLOCK_REALTIME),
                     gpr_time_from_hours(GetParam(), GPR_TIMESPAN)));
  };
  grpc::ClientContext stream_context;
  set_deadline(stream_context);
  auto reader = server_.stub().StreamRefpages(&stream_context, StreamRequest());
  v1::StreamRefpagesResponse part;
  int rows = 0;
  while (reader->Read(&part)) rows += part.refpages_size();
  EXPECT_EQ(FromGrpcStatus(reader->Finish()), absl::OkStatus());
  EXPECT_EQ(rows, 1);

  grpc::ClientContext unary_context;
  set_deadline(unary_context);
  v1::ListRefpagesRequest request;
  *request.mutable_query() = StreamRequest().query();
  v1::ListRefpagesResponse response;
  EXPECT_EQ(FromGrpcStatus(server_.stub().ListRefpages(&unary_context, request,
                                                       &response)),
            absl::OkStatus());
  EXPECT_EQ(response.refpages_size(), 1);
}

// The greatest that Java sends, the greatest of the wire, and ten years.
INSTANTIATE_TEST_SUITE_P(Hours, Deadlines,
                         testing::Values(2'562'047, 99'999'999, 87'600));

// Reads one message, and the rest when it is told to. Asks for the status from
// the start, as clients in most languages do.
class HeldReader final
    : public grpc::ClientReadReactor<v1::StreamRefpagesResponse> {
 public:
  explicit HeldReader(v1::BacklinksService::Stub& stub) {
    stub.async()->StreamRefpages(&context_, &request_, this);
    AddHold();
    StartRead(&part_);
    StartCall();
    first_.get_future().wait();
  }

  grpc::Status ReadRest() {
    is_held_ = false;
    StartRead(&part_);
    RemoveHold();
    return done_.get_future().get();
  }

  void OnReadDone(bool ok) override {
    if (is_held_) {
      first_.set_value();
    } else if (ok) {
      StartRead(&part_);
    }
  }
  void OnDone(const grpc::Status& status) override { done_.set_value(status); }

 private:
  grpc::ClientContext context_;
  const v1::StreamRefpagesRequest request_ = StreamRequest();
  v1::StreamRefpagesResponse part_;
  std::atomic<bool> is_held_ = true;
  std::promise<void> first_;
  std::promise<grpc::Status> done_;
};

constexpr int kManyRows = 1000;
constexpr size_t kRowBytes = 5000;
// Enough for the server to fill the window of a client that does not read.
constexpr absl::Duration kFillTime = absl::Milliseconds(300);

TEST(ServerDrain, ASlowReaderGetsTheReasonAfterTheGrace) {
  RunningBacklinksServer server(kManyRows, kRowBytes, {"--drain_grace=0"});
  HeldReader reader(server.stub());
  absl::SleepFor(kFillTime);
  std::thread drain([&server] { server.server().Drain(); });
  absl::SleepFor(absl::Milliseconds(1500));
  const absl::Status status = FromGrpcStatus(reader.ReadRest());
  drain.join();
  EXPECT_EQ(GetReason(status), Reason::kDraining) << status;
}

TEST(ServerDrain, WatchesAndCallsWithoutARequestDoNotDelayIt) {
  RunningBacklinksServer server(1, 100,
                                {"--drain_grace=1h", "--request_timeout=1h"});
  const auto health = grpc::health::v1::Health::NewStub(server.channel());
  grpc::ClientContext watch_context;
  const auto watch = health->Watch(&watch_context, {});
  grpc::health::v1::HealthCheckResponse response;
  ASSERT_TRUE(watch->Read(&response));
  const auto reflection =
      grpc::reflection::v1::ServerReflection::NewStub(server.channel());
  grpc::ClientContext open_context;
  const auto open = reflection->ServerReflectionInfo(&open_context);
  absl::SleepFor(kFillTime);  // The call arrives.
  const absl::Time start = absl::Now();
  server.server().Drain();
  EXPECT_LT(absl::Now() - start, absl::Seconds(4));
  EXPECT_EQ(open->Finish().error_code(), grpc::StatusCode::UNAVAILABLE);
  ASSERT_TRUE(watch->Read(&response));
  EXPECT_EQ(response.status(),
            grpc::health::v1::HealthCheckResponse::NOT_SERVING);
  EXPECT_FALSE(watch->Read(&response));
  EXPECT_EQ(watch->Finish().error_code(), grpc::StatusCode::UNAVAILABLE);
}

TEST(ServerDrain, ASecondSignalEndsACallThatIsNotRead) {
  RunningBacklinksServer server(kManyRows, kRowBytes, {"--drain_grace=1h"});
  HeldReader reader(server.stub());
  absl::SleepFor(kFillTime);
  server.server().ForceShutdown();
  server.server().Drain();
  EXPECT_EQ(reader.ReadRest().error_code(), grpc::StatusCode::UNAVAILABLE);
}

TEST(ServerStall, AClientThatReadsNothingLosesItsSlot) {
  RunningBacklinksServer server(kManyRows, kRowBytes,
                                {"--stall_timeout=500ms", "--max_streams=1"});
  HeldReader reader(server.stub());
  v1::ListRefpagesRequest request;
  *request.mutable_query() = StreamRequest().query();
  absl::Status status;
  const absl::Time give_up = absl::Now() + absl::Seconds(30);
  do {
    absl::SleepFor(absl::Milliseconds(100));
    grpc::ClientContext context;
    v1::ListRefpagesResponse response;
    status = FromGrpcStatus(
        server.stub().ListRefpages(&context, request, &response));
  } while (!status.ok() && absl::Now() < give_up);
  EXPECT_EQ(status, absl::OkStatus());
  // The details are lost, because it took nothing in the grace either.
  EXPECT_EQ(reader.ReadRest().error_code(), grpc::StatusCode::UNAVAILABLE);
}

TEST(ServerStall, NeverEndsAStreamIfTheTimeoutIsZero) {
  RunningBacklinksServer server(kManyRows, kRowBytes, {"--stall_timeout=0"});
  HeldReader reader(server.stub());
  absl::SleepFor(absl::Seconds(1));
  EXPECT_EQ(FromGrpcStatus(reader.ReadRest()), absl::OkStatus());
}

}  // namespace
}  // namespace backlinks::app
