#include "tests/state/redis/redis_server.h"

#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <utility>

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "boost/asio/buffer.hpp"
#include "boost/asio/io_context.hpp"
#include "boost/asio/ip/tcp.hpp"
#include "boost/asio/local/stream_protocol.hpp"
#include "boost/asio/write.hpp"
#include "fmt/format.h"

namespace backlinks::state::redis::testing_redis {
namespace {

namespace asio = boost::asio;

constexpr absl::Duration kStartTimeout = absl::Seconds(60);
// Another process may take the port before the server does.
constexpr int kStartAttempts = 20;

uint16_t FreePort() {
  asio::io_context io;
  const asio::ip::tcp::acceptor acceptor(io,
                                         {asio::ip::address_v4::loopback(), 0});
  return acceptor.local_endpoint().port();
}

}  // namespace

RedisServer::RedisServer(std::vector<std::string> arguments)
    : arguments_(std::move(arguments)) {
  Start();
}

RedisServer::~RedisServer() { Kill(); }

ServerAddress RedisServer::address() const {
  ServerAddress address;
  address.unix_path = socket_path();
  return address;
}

std::vector<std::string> RedisServer::CommandLine() {
  std::vector<std::string> line = {"redis-server",
                                   "--port",
                                   "0",
                                   "--unixsocket",
                                   socket_path(),
                                   "--dir",
                                   path("."),
                                   "--save",
                                   "",
                                   "--logfile",
                                   path("log"),
                                   "--daemonize",
                                   "no"};
  if (std::filesystem::exists(path("server.pem"))) {
    tls_port_ = FreePort();
    for (const std::string& word :
         {std::string("--bind"), std::string("127.0.0.1"),
          std::string("--tls-port"), fmt::to_string(tls_port_),
          std::string("--tls-cert-file"), path("server.pem"),
          std::string("--tls-key-file"), path("server.key"),
          std::string("--tls-ca-cert-file"), path("ca.pem"),
          std::string("--tls-auth-clients"), std::string("no")}) {
      line.push_back(word);
    }
  }
  line.insert(line.end(), arguments_.begin(), arguments_.end());
  return line;
}

void RedisServer::Spawn() {
  std::vector<std::string> line = CommandLine();
  std::vector<char*> words;
  words.reserve(line.size() + 1);
  for (std::string& word : line) words.push_back(word.data());
  words.push_back(nullptr);
  process_ = fork();
  if (process_ != 0) return;
  // It ends with the test, however that ends.
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  execvp(words[0], words.data());
  _exit(127);
}

bool RedisServer::WaitUntilReady() {
  const absl::Time deadline = absl::Now() + kStartTimeout;
  while (absl::Now() < deadline) {
    if (waitpid(process_, nullptr, WNOHANG) != 0) return false;
    const std::string reply = Run("PING");
    if (reply.starts_with("+PONG") || reply.starts_with("-NOAUTH")) return true;
    absl::SleepFor(absl::Milliseconds(5));
  }
  return false;
}

void RedisServer::Start() {
  for (int i = 0; i < kStartAttempts; ++i) {
    Spawn();
    if (WaitUntilReady()) return;
  }
  std::abort();
}

void RedisServer::Kill() {
  if (process_ == 0) return;
  kill(process_, SIGKILL);
  waitpid(process_, nullptr, 0);
  process_ = 0;
}

void RedisServer::Suspend() const { kill(process_, SIGSTOP); }

void RedisServer::Resume() const { kill(process_, SIGCONT); }

std::string RedisServer::Run(const std::string& command) const {
  asio::io_context io;
  asio::local::stream_protocol::socket socket(io);
  boost::system::error_code error;
  socket.connect(asio::local::stream_protocol::endpoint(socket_path()), error);
  if (error) return "";
  asio::write(socket, asio::buffer(command + "\r\n"), error);
  if (error) return "";
  std::array<char, 4096> reply{};
  const size_t size = socket.read_some(asio::buffer(reply), error);
  return {reply.data(), size};
}

}  // namespace backlinks::state::redis::testing_redis
