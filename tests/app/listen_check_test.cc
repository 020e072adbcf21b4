#include "service/app/listen_check.h"

#include <filesystem>
#include <optional>

#include "boost/asio/io_context.hpp"
#include "boost/asio/ip/tcp.hpp"
#include "boost/asio/local/stream_protocol.hpp"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/file/temporary_folder.h"

namespace backlinks::app {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using testing::HasSubstr;
using Unix = asio::local::stream_protocol;

std::string Problem(const std::string& listen) {
  return std::string(CheckCanListen(listen).message());
}

TEST(CheckCanListen, ReportsWhyAPortCannotBeBound) {
  asio::io_context io;
  const tcp::acceptor taken(io, {asio::ip::make_address("127.0.0.1"), 0});
  const std::string address =
      "127.0.0.1:" + std::to_string(taken.local_endpoint().port());
  EXPECT_EQ(Problem(address),
            "cannot listen on " + address + ": Address already in use");
  // Of a network that is reserved for documentation.
  EXPECT_THAT(Problem("192.0.2.1:0"), HasSubstr("Cannot assign"));
}

TEST(CheckCanListen, LeavesAFreePortFree) {
  asio::io_context io;
  std::optional<tcp::acceptor> free(std::in_place, io,
                                    tcp::endpoint(tcp::v4(), 0));
  const auto port = free->local_endpoint().port();
  free.reset();
  for (const std::string host : {"127.0.0.1:", "0.0.0.0:", "localhost:"}) {
    EXPECT_EQ(Problem(host + std::to_string(port)), "") << host;
  }
  EXPECT_NO_THROW(tcp::acceptor(io, tcp::endpoint(tcp::v4(), port)));
}

TEST(CheckCanListen, AcceptsAFreePathAndTheSocketOfADeadProcess) {
  const testing_file::TemporaryFolder folder;
  const std::string path = folder.path("socket");
  EXPECT_EQ(Problem("unix:" + path), "");
  EXPECT_FALSE(std::filesystem::exists(path));
  asio::io_context io;
  { const Unix::acceptor dead(io, Unix::endpoint(path)); }
  EXPECT_EQ(Problem("unix:" + path), "");
  EXPECT_TRUE(std::filesystem::exists(path));
}

TEST(CheckCanListen, ReportsWhyAPathCannotBeBound) {
  const testing_file::TemporaryFolder folder;
  const std::string path = folder.path("socket");
  asio::io_context io;
  const Unix::acceptor alive(io, Unix::endpoint(path));
  EXPECT_THAT(Problem("unix:" + path), HasSubstr("Address already in use"));
  const std::string file = folder.Write("file", "text");
  EXPECT_THAT(Problem("unix:" + file), HasSubstr("Address already in use"));
  EXPECT_THAT(Problem("unix:" + folder.path("no/socket")),
              HasSubstr("No such file or directory"));
}

}  // namespace
}  // namespace backlinks::app
