#include "tests/state/redis/scripted_redis.h"

#include <algorithm>
#include <utility>

#include "boost/asio/buffer.hpp"
#include "boost/asio/post.hpp"
#include "boost/asio/write.hpp"

namespace backlinks::state::redis::testing_redis {

namespace asio = boost::asio;
using boost::system::error_code;

ScriptedRedis::ScriptedRedis(Connections connections)
    : connections_(std::move(connections)) {
  Accept();
  thread_ = std::thread([this] { io_.run(); });
}

ScriptedRedis::~ScriptedRedis() {
  io_.stop();
  thread_.join();
}

ServerAddress ScriptedRedis::address() const {
  ServerAddress address;
  address.host = "127.0.0.1";
  address.port = acceptor_.local_endpoint().port();
  return address;
}

void ScriptedRedis::Replace(Connections connections) {
  asio::post(io_, [this, connections = std::move(connections)] {
    connections_ = connections;
    next_ = 0;
  });
}

void ScriptedRedis::Accept() {
  acceptor_.async_accept([this](error_code error, Protocol::socket socket) {
    if (error) return;
    const size_t at = std::min(next_++, connections_.size() - 1);
    Answer(std::make_shared<Connection>(std::move(socket), connections_[at]));
    Accept();
  });
}

void ScriptedRedis::Answer(const std::shared_ptr<Connection>& connection) {
  connection->socket.async_read_some(
      asio::buffer(connection->buffer), [connection](error_code error, size_t) {
        if (error || connection->next == connection->answers.size()) return;
        const std::string& answer = connection->answers[connection->next++];
        asio::write(connection->socket, asio::buffer(answer), error);
        const bool is_last = connection->next == connection->answers.size();
        if (!error && !is_last) Answer(connection);
      });
}

}  // namespace backlinks::state::redis::testing_redis
