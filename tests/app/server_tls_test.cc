// The gRPC port with TLS, on real sockets.
#include <openssl/ssl.h>

#include <atomic>
#include <thread>

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "service/app/health_probe.h"
#include "tests/app/running_backlinks_server.h"
#include "tests/app/tls_client.h"
#include "tests/app/tls_fixture.h"

namespace backlinks::app {
namespace {

using testing::HasSubstr;
using testing_app::ConnectStub;
using testing_app::ParseAFilter;
using testing_app::RunningBacklinksServer;
using testing_app::ShakeHands;

constexpr absl::Duration kProbeTimeout = absl::Seconds(20);

class ServerTlsTest : public testing::Test {
 protected:
  void Start(std::vector<std::string> more = {}, int rows = 1,
             size_t row_bytes = 100) {
    server_ = std::make_unique<RunningBacklinksServer>(
        rows, row_bytes, folder_.Flags(std::move(more)));
  }
  void StartWithClientCa(std::vector<std::string> more = {}) {
    more.push_back("--tls_client_ca_file=" + folder_.path("ca.pem"));
    Start(std::move(more));
  }

  grpc::Status Call(const std::string& ca, const std::string& pair = "") {
    return ParseAFilter(
        *ConnectStub(server_->address(), folder_.Credentials(ca, pair)));
  }
  absl::Status Probe(bool requires_client_cert = false) {
    return ProbeHealth({server_->address(), folder_.path("server.pem"),
                        folder_.path("server.key"), requires_client_cert},
                       kProbeTimeout);
  }

  testing_app::TlsFolder folder_;
  std::unique_ptr<RunningBacklinksServer> server_;
};

TEST_F(ServerTlsTest, AClientThatTrustsItsCaIsServed) {
  Start();
  const grpc::Status status = Call("ca");
  EXPECT_TRUE(status.ok()) << status.error_message();
}

TEST_F(ServerTlsTest, AClientWithAnotherCaLeaves) {
  Start();
  EXPECT_THAT(Call("other").error_message(),
              HasSubstr("certificate verify failed"));
}

TEST_F(ServerTlsTest, PlaintextGetsNoAnswer) {
  Start();
  EXPECT_EQ(ParseAFilter(server_->stub()).error_code(),
            grpc::StatusCode::UNAVAILABLE);
}

TEST(ServerPlaintext, TlsGetsNoAnswer) {
  const testing_app::TlsFolder folder;
  const RunningBacklinksServer server;
  const auto stub = ConnectStub(server.address(), folder.Credentials());
  EXPECT_EQ(ParseAFilter(*stub).error_code(), grpc::StatusCode::UNAVAILABLE);
}

TEST_F(ServerTlsTest, VersionsBelow12AreRejected) {
  Start();
  EXPECT_FALSE(ShakeHands(server_->address(), TLS1_1_VERSION).is_ok);
  EXPECT_EQ(ShakeHands(server_->address(), TLS1_2_VERSION).version, "TLSv1.2");
  EXPECT_EQ(ShakeHands(server_->address(), TLS1_3_VERSION).version, "TLSv1.3");
}

TEST_F(ServerTlsTest, ClientCertificatesAreVerifiedWhereTheyAreSent) {
  StartWithClientCa();
  EXPECT_TRUE(Call("ca").ok());
  EXPECT_TRUE(Call("ca", "client").ok());
  EXPECT_EQ(Call("ca", "other").error_code(), grpc::StatusCode::UNAVAILABLE);
}

TEST_F(ServerTlsTest, ClientCertificatesCanBeRequired) {
  StartWithClientCa({"--tls_require_client_cert"});
  EXPECT_EQ(Call("ca").error_code(), grpc::StatusCode::UNAVAILABLE);
  EXPECT_TRUE(Call("ca", "client").ok());
  EXPECT_EQ(Call("ca", "other").error_code(), grpc::StatusCode::UNAVAILABLE);
}

TEST_F(ServerTlsTest, TheHealthCheckConnects) {
  Start();
  EXPECT_EQ(Probe(), absl::OkStatus());
}

TEST_F(ServerTlsTest, TheHealthCheckPresentsTheServersPairWhereOneIsRequired) {
  StartWithClientCa({"--tls_require_client_cert"});
  EXPECT_EQ(Probe(true), absl::OkStatus());
  EXPECT_FALSE(Probe(false).ok());
}

// Streams that are read slowly, so that they run while the pair is replaced.
class SlowStreams {
 public:
  static constexpr int kCount = 8;
  static constexpr int kRows = 4000;

  SlowStreams(const std::string& address,
              const std::shared_ptr<grpc::ChannelCredentials>& credentials) {
    for (int i = 0; i < kCount; ++i) {
      threads_.emplace_back([this, address, credentials] {
        Read(*ConnectStub(address, credentials));
      });
    }
  }
  ~SlowStreams() { Join(); }

  int ended() const { return ended_; }
  // Reads without pauses. Returns the number of streams that got all rows.
  int Join() {
    has_no_pauses_ = true;
    for (std::thread& thread : threads_) thread.join();
    threads_.clear();
    return whole_;
  }

 private:
  static constexpr absl::Duration kPause = absl::Milliseconds(250);

  void Read(v1::BacklinksService::Stub& stub) {
    grpc::ClientContext context;
    v1::StreamRefpagesRequest request;
    request.mutable_query()->set_target(testing_app::kTestTarget);
    request.mutable_query()->set_mode(v1::TARGET_MODE_SUBDOMAINS);
    request.set_row_limit(kRows);
    const auto reader = stub.StreamRefpages(&context, request);
    v1::StreamRefpagesResponse part;
    int rows = 0;
    while (reader->Read(&part)) {
      rows += part.refpages_size();
      if (!has_no_pauses_) absl::SleepFor(kPause);
    }
    if (reader->Finish().ok() && rows == kRows) ++whole_;
    ++ended_;
  }

  std::atomic<bool> has_no_pauses_ = false;
  std::atomic<int> whole_ = 0;
  std::atomic<int> ended_ = 0;
  std::vector<std::thread> threads_;
};

TEST_F(ServerTlsTest, APairIsReplacedUnderLoadWithoutAFailedCall) {
  constexpr int kCalls = 200;
  constexpr int kCallsPerLook = 10;
  Start({}, SlowStreams::kRows, 1000);
  const auto credentials = folder_.Credentials();
  SlowStreams streams(server_->address(), credentials);
  folder_.Rotate("second");
  std::string served;
  const absl::Time give_up = absl::Now() + absl::Minutes(1);
  for (int i = 0; i < kCalls || served != "second"; ++i) {
    const grpc::Status status =
        ParseAFilter(*ConnectStub(server_->address(), credentials));
    ASSERT_TRUE(status.ok()) << i << " " << status.error_message();
    ASSERT_LT(absl::Now(), give_up);
    if (i % kCallsPerLook != 0 || served == "second") continue;
    served = ShakeHands(server_->address(), TLS1_3_VERSION).common_name;
    EXPECT_EQ(streams.ended(), 0);
  }
  EXPECT_EQ(streams.Join(), SlowStreams::kCount);
}

}  // namespace
}  // namespace backlinks::app
