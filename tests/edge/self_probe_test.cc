#include "service/edge/self_probe.h"

#include <atomic>
#include <thread>

#include "boost/asio/as_tuple.hpp"
#include "boost/asio/buffer.hpp"
#include "boost/asio/co_spawn.hpp"
#include "boost/asio/detached.hpp"
#include "boost/asio/io_context.hpp"
#include "boost/asio/ip/tcp.hpp"
#include "boost/asio/use_awaitable.hpp"
#include "boost/asio/write.hpp"
#include "gtest/gtest.h"
#include "tests/edge/grpc_fixture.h"

namespace backlinks::edge {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using testing_edge::Eventually;

constexpr SelfProbe::Timing kFast = {std::chrono::milliseconds(10),
                                     std::chrono::milliseconds(500)};

class SelfProbeTest : public testing::Test {
 protected:
  SelfProbeTest()
      : acceptor_(io_, {asio::ip::address_v4::loopback(), 0}),
        probe_(io_.get_executor(), acceptor_.local_endpoint(), kFast) {}
  ~SelfProbeTest() override {
    io_.stop();
    thread_.join();
  }

  // Whether the listener accepts, and sends a byte if it does.
  void Run(bool accepts) {
    if (accepts) asio::co_spawn(io_, Serve(), asio::detached);
    asio::co_spawn(io_, probe_.Run(), asio::detached);
    thread_ = std::thread([this] { io_.run(); });
  }

  asio::awaitable<void> Serve() {
    while (true) {
      tcp::socket socket = co_await acceptor_.async_accept(asio::use_awaitable);
      if (++accepted_ > 3) continue;
      const auto byte = asio::buffer("x", 1);
      co_await asio::async_write(socket, byte, asio::use_awaitable);
    }
  }

  asio::io_context io_;
  tcp::acceptor acceptor_;
  SelfProbe probe_;
  std::atomic<int> accepted_ = 0;
  std::thread thread_;
};

TEST_F(SelfProbeTest, FailsIfNothingReacts) {
  Run(false);
  EXPECT_TRUE(
      Eventually([&] { return !probe_.Check(SelfProbe::Clock::now()).ok(); }));
}

TEST_F(SelfProbeTest, SucceedsAgainAndAgain) {
  Run(true);
  EXPECT_TRUE(Eventually([&] { return accepted_ > 3; }));
  EXPECT_EQ(probe_.Check(SelfProbe::Clock::now()), absl::OkStatus());
}

}  // namespace
}  // namespace backlinks::edge
