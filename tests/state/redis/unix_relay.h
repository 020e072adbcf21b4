// A relay between a unix socket of its own and that of a server: it can lose
// connections, and delay what the server sends.
//
// Threads: any; it runs one of its own.
#ifndef BACKLINKS_TESTS_STATE_REDIS_UNIX_RELAY_H_
#define BACKLINKS_TESTS_STATE_REDIS_UNIX_RELAY_H_

#include <array>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/functional/any_invocable.h"
#include "absl/time/time.h"
#include "boost/asio/executor_work_guard.hpp"
#include "boost/asio/io_context.hpp"
#include "boost/asio/local/stream_protocol.hpp"
#include "boost/asio/steady_timer.hpp"
#include "service/state/redis/server_address.h"
#include "tests/support/file/temporary_folder.h"

namespace backlinks::state::redis::testing_redis {

class UnixRelay {
 public:
  // `delay` is that of each piece which the server sends.
  explicit UnixRelay(std::string server_path,
                     absl::Duration delay = absl::ZeroDuration());
  ~UnixRelay();

  ServerAddress address() const;

  // Closes every connection. New ones are accepted.
  void CutAll();
  int connection_count();

 private:
  using Protocol = boost::asio::local::stream_protocol;

  struct Link {
    explicit Link(Protocol::socket accepted, boost::asio::io_context& io)
        : client(std::move(accepted)), server(io), timer(io) {}
    Protocol::socket client;
    Protocol::socket server;
    boost::asio::steady_timer timer;
    std::array<char, 16384> to_server{};
    std::array<char, 16384> to_client{};
  };

  void Accept();
  static void PumpToServer(const std::shared_ptr<Link>& link);
  void PumpToClient(const std::shared_ptr<Link>& link);
  static void Close(Link& link);
  // Runs it on the relay's thread, and waits.
  void Do(absl::AnyInvocable<void()> function);

  const testing_file::TemporaryFolder folder_;
  const std::string server_path_;
  const absl::Duration delay_;
  boost::asio::io_context io_{1};
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type>
      work_{io_.get_executor()};
  Protocol::acceptor acceptor_{io_, Protocol::endpoint(folder_.path("relay"))};
  std::vector<std::weak_ptr<Link>> links_;
  int accepted_ = 0;
  std::thread thread_;
};

}  // namespace backlinks::state::redis::testing_redis

#endif  // BACKLINKS_TESTS_STATE_REDIS_UNIX_RELAY_H_
