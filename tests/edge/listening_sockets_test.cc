#include "service/edge/listening_sockets.h"

#include <sys/socket.h>

#include <filesystem>
#include <optional>
#include <string>

#include "boost/asio/io_context.hpp"
#include "boost/asio/ip/tcp.hpp"
#include "boost/asio/local/stream_protocol.hpp"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/file/temporary_folder.h"

namespace backlinks::edge {
namespace {

namespace asio = boost::asio;
namespace fs = std::filesystem;
using asio::ip::tcp;
using testing::HasSubstr;
using Unix = asio::local::stream_protocol;

std::string Problem(const std::string& listen) {
  return std::string(BindListeningSockets(listen).status().message());
}

TEST(BindListeningSockets, ReportsWhyAPortCannotBeBound) {
  asio::io_context io;
  const tcp::acceptor taken(io, {asio::ip::make_address("127.0.0.1"), 0});
  const std::string address =
      "127.0.0.1:" + std::to_string(taken.local_endpoint().port());
  EXPECT_EQ(Problem(address),
            "cannot listen on " + address + ": Address already in use");
  // An address of a network that is reserved for documentation.
  EXPECT_THAT(Problem("192.0.2.1:0"), HasSubstr("Cannot assign"));
}

TEST(BindListeningSockets, KeepsTheAddressWhileItListens) {
  auto first = BindListeningSockets("127.0.0.1:0");
  ASSERT_TRUE(first.ok()) << first.status();
  const std::string address = "127.0.0.1:" + std::to_string(first->port);
  ASSERT_EQ(listen(first->sockets.front().get(), 1), 0);
  EXPECT_THAT(Problem(address), HasSubstr("Address already in use"));
}

TEST(BindListeningSockets, BindsEveryAddressToOnePort) {
  for (const std::string host : {"127.0.0.1:0", "0.0.0.0:0", "localhost:0"}) {
    const auto bound = BindListeningSockets(host);
    ASSERT_TRUE(bound.ok()) << bound.status();
    EXPECT_GE(bound->sockets.size(), 1u);
    EXPECT_GT(bound->port, 0);
    for (const FileDescriptor& socket : bound->sockets) {
      sockaddr_in6 address{};
      socklen_t size = sizeof(address);
      getsockname(socket.get(), reinterpret_cast<sockaddr*>(&address), &size);
      EXPECT_EQ(ntohs(address.sin6_port), bound->port) << host;
    }
  }
}

// The kernel's default is several MiB.
TEST(BindListeningSockets, BoundsWhatAConnectionSendsAtOnce) {
  auto bound = BindListeningSockets("127.0.0.1:0");
  ASSERT_TRUE(bound.ok()) << bound.status();
  asio::io_context io;
  tcp::acceptor acceptor(io, tcp::v4(), bound->sockets.front().Release());
  acceptor.listen();
  tcp::socket client(io);
  client.connect(acceptor.local_endpoint());
  tcp::socket server = acceptor.accept();
  client.non_blocking(true);
  const std::string data(8 << 20, 'x');
  EXPECT_GT(client.send(asio::buffer(data)), 0u);
  server.wait(tcp::socket::wait_read);
  EXPECT_LE(server.available(), 64u << 10);
}

TEST(BindListeningSockets, ReplacesTheSocketOfADeadProcess) {
  const testing_file::TemporaryFolder folder;
  const std::string path = folder.path("socket");
  asio::io_context io;
  { const Unix::acceptor dead(io, Unix::endpoint(path)); }
  ASSERT_TRUE(fs::exists(path));
  {
    const auto bound = BindListeningSockets("unix:" + path);
    ASSERT_TRUE(bound.ok()) << bound.status();
    EXPECT_TRUE(fs::is_socket(path));
  }
  EXPECT_TRUE(fs::is_empty(fs::path(path).parent_path()))
      << "nothing is left of it";
}

TEST(BindListeningSockets, DoesNotStealASocket) {
  const testing_file::TemporaryFolder folder;
  const std::string path = folder.path("socket");
  auto first = BindListeningSockets("unix:" + path);
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_THAT(Problem("unix:" + path), HasSubstr("Address already in use"))
      << "although the first does not listen yet";
  EXPECT_TRUE(fs::is_socket(path));
  first->path.reset();
  EXPECT_EQ(Problem("unix:" + path), "");
}

TEST(BindListeningSockets, LeavesTheSocketOfAnotherProcessInPlace) {
  const testing_file::TemporaryFolder folder;
  const std::string path = folder.path("socket");
  asio::io_context io;
  std::optional<Unix::acceptor> other;
  {
    const auto bound = BindListeningSockets("unix:" + path);
    ASSERT_TRUE(bound.ok()) << bound.status();
    fs::remove(path);
    other.emplace(io, Unix::endpoint(path));
  }
  EXPECT_TRUE(fs::is_socket(path));
  EXPECT_THAT(Problem("unix:" + path), HasSubstr("Address already in use"));
}

TEST(BindListeningSockets, ReportsWhyAPathCannotBeBound) {
  const testing_file::TemporaryFolder folder;
  const std::string file = folder.Write("file", "text");
  EXPECT_THAT(Problem("unix:" + file), HasSubstr("Address already in use"));
  EXPECT_TRUE(fs::is_regular_file(file));
  EXPECT_THAT(Problem("unix:" + folder.path("no/socket")),
              HasSubstr("No such file or directory"));
}

}  // namespace
}  // namespace backlinks::edge
