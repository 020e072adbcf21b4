// A server on the loopback that sends what a test wants.
//
// Threads: any; it runs one of its own.
#ifndef BACKLINKS_TESTS_STATE_REDIS_SCRIPTED_REDIS_H_
#define BACKLINKS_TESTS_STATE_REDIS_SCRIPTED_REDIS_H_

#include <array>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "boost/asio/executor_work_guard.hpp"
#include "boost/asio/io_context.hpp"
#include "boost/asio/ip/tcp.hpp"
#include "service/state/redis/server_address.h"

namespace backlinks::state::redis::testing_redis {

class ScriptedRedis {
 public:
  // What it sends on one connection: one text for each piece that it receives.
  // Then it closes the connection.
  using Answers = std::vector<std::string>;
  using Connections = std::vector<Answers>;

  // One entry for each connection; the last one is for all that follow.
  explicit ScriptedRedis(Connections connections);
  ~ScriptedRedis();

  ServerAddress address() const;

  // Answers the connections that come from now on with these.
  void Replace(Connections connections);

 private:
  using Protocol = boost::asio::ip::tcp;

  struct Connection {
    Connection(Protocol::socket accepted, Answers texts)
        : socket(std::move(accepted)), answers(std::move(texts)) {}
    Protocol::socket socket;
    Answers answers;
    size_t next = 0;
    std::array<char, 4096> buffer{};
  };

  void Accept();
  static void Answer(const std::shared_ptr<Connection>& connection);

  Connections connections_;
  size_t next_ = 0;
  boost::asio::io_context io_{1};
  Protocol::acceptor acceptor_{
      io_, Protocol::endpoint(boost::asio::ip::address_v4::loopback(),
                              /*port_num=*/0)};
  std::thread thread_;
};

}  // namespace backlinks::state::redis::testing_redis

#endif  // BACKLINKS_TESTS_STATE_REDIS_SCRIPTED_REDIS_H_
