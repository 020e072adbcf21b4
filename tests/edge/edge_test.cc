// The edge on real sockets, before a real gRPC server.
#include "service/edge/edge.h"

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <future>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "boost/asio/io_context.hpp"
#include "boost/asio/ip/tcp.hpp"
#include "boost/asio/write.hpp"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "service/edge/file_descriptor.h"
#include "tests/edge/grpc_fixture.h"
#include "tests/support/file/temporary_folder.h"

namespace backlinks::edge {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using testing_edge::Eventually;
using testing_edge::ServedEdge;

constexpr std::string_view kPreface(
    "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0", 33);

EdgeOptions Options(ConnectionLimits limits = {100, 100}) {
  return {.listen = "127.0.0.1:0", .limits = limits};
}

class RawClient {
 public:
  explicit RawClient(Edge& edge) : socket_(io_) {
    socket_.connect(
        {asio::ip::address_v4::loopback(), static_cast<uint16_t>(edge.port())});
  }

  bool Send(std::string_view bytes) {
    boost::system::error_code error;
    asio::write(socket_, asio::buffer(bytes), error);
    return !error;
  }
  void WaitForEnd() {
    std::array<char, 4096> ignored{};
    boost::system::error_code error;
    while (!error) socket_.read_some(asio::buffer(ignored), error);
  }

 private:
  asio::io_context io_;
  tcp::socket socket_;
};

TEST(EdgeTest, ServesCallsAndForgetsConnectionsThatEnd) {
  ServedEdge served(Options());
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(served.Call());
  EXPECT_EQ(served.edge().counts().accepted, 3) << "and no probe";
  EXPECT_TRUE(Eventually([&] { return served.edge().counts().open == 0; }));
  EXPECT_EQ(served.edge().Check(), absl::OkStatus());
}

TEST(EdgeTest, RefusesMoreConnectionsThanItsLimit) {
  ServedEdge served(Options({.total = 2, .per_peer = 2}));
  std::optional<RawClient> first(served.edge());
  RawClient second(served.edge());
  RawClient third(served.edge());
  third.WaitForEnd();
  EXPECT_EQ(served.edge().counts().of(RefusalReason::kMaxConnections), 1);
  EXPECT_FALSE(served.Call());
  first.reset();
  EXPECT_TRUE(Eventually([&] { return served.Call(); }));
}

TEST(EdgeTest, RefusesMoreConnectionsOfOnePeer) {
  ServedEdge served(Options({.total = 10, .per_peer = 1}));
  RawClient first(served.edge());
  RawClient second(served.edge());
  second.WaitForEnd();
  const ConnectionCounts counts = served.edge().counts();
  EXPECT_EQ(ConnectionCounts(counts).of(RefusalReason::kPerPeer), 1);
  EXPECT_EQ(counts.open, 1);
}

TEST(EdgeTest, ClosesAConnectionWithoutARequest) {
  std::mutex mutex;
  std::vector<std::string> reasons;
  EdgeOptions options = Options();
  options.rules.request_timeout = absl::Seconds(1);
  options.on_notice = [&](const ConnectionNotice& notice) {
    const std::lock_guard lock(mutex);
    reasons.emplace_back(notice.reason);
  };
  ServedEdge served(std::move(options));
  RawClient silent(served.edge());
  RawClient begun(served.edge());
  EXPECT_TRUE(begun.Send(kPreface));
  EXPECT_TRUE(served.Call());  // So that calls are known to be reported.
  silent.WaitForEnd();
  begun.WaitForEnd();
  EXPECT_TRUE(Eventually([&] { return served.edge().counts().open == 0; }));
  EXPECT_EQ(served.edge().counts().of(CloseReason::kFirstRequestTimeout), 2);
  const std::lock_guard lock(mutex);
  EXPECT_THAT(reasons, testing::ElementsAre("first_request_timeout"));
}

TEST(EdgeTest, ClosesAFlood) {
  EdgeOptions options = Options();
  options.rules.max_call_bytes = 0;
  ServedEdge served(std::move(options));
  EXPECT_TRUE(served.Call());
  RawClient client(served.edge());
  EXPECT_TRUE(client.Send(kPreface));
  // Frames of an unknown type, which HTTP/2 ignores.
  std::string frame("\0\x40\0\xBB\0\0\0\0\0", 9);
  frame.resize(9 + 0x4000);
  EXPECT_TRUE(Eventually([&] { return !client.Send(frame); }));
  EXPECT_TRUE(Eventually(
      [&] { return served.edge().counts().of(CloseReason::kFlood) == 1; }));
}

TEST(EdgeTest, PassesOnWhatIsQueuedWhenItStops) {
  auto edge = Edge::Bind(Options());
  ASSERT_TRUE(edge.ok()) << edge.status();
  std::promise<void> proceed;
  std::atomic<int> passed = 0;
  const absl::Status serving =
      (*edge)->Serve([&, wait = proceed.get_future().share()](int fd) {
        const FileDescriptor socket(fd);
        ++passed;
        wait.wait();
      });
  ASSERT_EQ(serving, absl::OkStatus());
  std::vector<std::unique_ptr<RawClient>> clients;
  clients.reserve(3);
  for (int i = 0; i < 3; ++i) {
    clients.push_back(std::make_unique<RawClient>(**edge));
  }
  std::thread stop([&] { (*edge)->StopAccepting(); });
  proceed.set_value();
  stop.join();
  EXPECT_GE(passed, 3) << "and perhaps a probe";
  EXPECT_THROW(RawClient late(**edge), boost::system::system_error);
}

TEST(EdgeTest, ReportsThatAnotherServerListensNow) {
  auto first = Edge::Bind(Options());
  ASSERT_TRUE(first.ok()) << first.status();
  EdgeOptions same = Options();
  same.listen = "127.0.0.1:" + std::to_string((*first)->port());
  auto second = Edge::Bind(same);
  ASSERT_TRUE(second.ok()) << "neither listens yet";
  EXPECT_EQ((*first)->Serve([](int fd) { close(fd); }), absl::OkStatus());
  EXPECT_EQ((*second)->Serve([](int fd) { close(fd); }).message(),
            "cannot listen on " + same.listen + ": Address already in use");
}

TEST(EdgeTest, ServesAUnixSocket) {
  const testing_file::TemporaryFolder folder;
  EdgeOptions options = Options();
  options.listen = "unix:" + folder.path("socket");
  ServedEdge served(options);
  EXPECT_TRUE(served.Call());
  EXPECT_FALSE(Edge::Bind(options).ok());
  EXPECT_TRUE(served.Call());
}

// Opens idle connections to `port` until the other end of `until` is closed,
// after it has written a byte to `ready`. The process has nothing of gRPC.
[[noreturn]] void OpenIdleConnections(int port, int ready, int until,
                                      rlimit limit) {
  setrlimit(RLIMIT_NOFILE, &limit);
  constexpr int kConnections = 400;
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  for (int i = 0; i < kConnections; ++i) {
    const int fd = socket(AF_INET, SOCK_STREAM, 0);
    // A connection that is reset at once may be reported as an error.
    (void)connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof(address));
  }
  char byte = 0;
  (void)!write(ready, &byte, 1);
  (void)!read(until, &byte, 1);
  _exit(0);
}

TEST(EdgeTest, AcceptsAgainAfterDescriptorsRanOut) {
  rlimit before{};
  ASSERT_EQ(getrlimit(RLIMIT_NOFILE, &before), 0);
  ServedEdge served(Options({.total = 1000, .per_peer = 1000}));
  EXPECT_TRUE(served.Call());
  int ready[2] = {};
  int until[2] = {};
  ASSERT_EQ(pipe(ready), 0);
  ASSERT_EQ(pipe(until), 0);
  rlimit low = before;
  low.rlim_cur = 128;
  ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &low), 0);
  const pid_t child = fork();
  if (child == 0) {
    close(until[1]);
    OpenIdleConnections(served.edge().port(), ready[1], until[0], before);
  }
  char byte = 0;
  EXPECT_EQ(read(ready[0], &byte, 1), 1);
  EXPECT_TRUE(Eventually([&] {
    return served.edge().counts().of(RefusalReason::kDescriptors) > 0;
  }));
  close(until[1]);
  waitpid(child, nullptr, 0);
  EXPECT_TRUE(Eventually([&] { return served.Call(); }));
  EXPECT_TRUE(Eventually([&] { return served.edge().counts().open == 0; }));
  setrlimit(RLIMIT_NOFILE, &before);
}

}  // namespace
}  // namespace backlinks::edge
