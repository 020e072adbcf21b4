#include "tests/state/redis/unix_relay.h"

#include <future>
#include <utility>

#include "boost/asio/buffer.hpp"
#include "boost/asio/post.hpp"
#include "boost/asio/write.hpp"

namespace backlinks::state::redis::testing_redis {

namespace asio = boost::asio;
using boost::system::error_code;

UnixRelay::UnixRelay(std::string server_path, absl::Duration delay)
    : server_path_(std::move(server_path)),
      delay_(delay),
      thread_([this] { io_.run(); }) {
  Do([this] { Accept(); });
}

UnixRelay::~UnixRelay() {
  CutAll();
  Do([this] { acceptor_.close(); });
  io_.stop();
  thread_.join();
}

ServerAddress UnixRelay::address() const {
  ServerAddress address;
  address.unix_path = folder_.path("relay");
  return address;
}

void UnixRelay::Do(absl::AnyInvocable<void()> function) {
  std::promise<void> done;
  asio::post(io_, [&] {
    function();
    done.set_value();
  });
  done.get_future().wait();
}

void UnixRelay::CutAll() {
  Do([this] {
    for (const auto& weak : std::exchange(links_, {})) {
      if (const auto link = weak.lock()) Close(*link);
    }
  });
}

int UnixRelay::connection_count() {
  int count = 0;
  Do([&] { count = accepted_; });
  return count;
}

void UnixRelay::Close(Link& link) {
  error_code ignored;
  link.client.close(ignored);
  link.server.close(ignored);
  link.timer.cancel();
}

void UnixRelay::Accept() {
  acceptor_.async_accept([this](error_code error, Protocol::socket client) {
    if (error) return;
    ++accepted_;
    const auto link = std::make_shared<Link>(std::move(client), io_);
    link->server.connect(Protocol::endpoint(server_path_), error);
    if (!error) {
      links_.push_back(link);
      PumpToServer(link);
      PumpToClient(link);
    }
    Accept();
  });
}

void UnixRelay::PumpToServer(const std::shared_ptr<Link>& link) {
  link->client.async_read_some(
      asio::buffer(link->to_server), [link](error_code error, size_t size) {
        if (!error) {
          asio::write(link->server, asio::buffer(link->to_server, size), error);
        }
        if (error) return Close(*link);
        PumpToServer(link);
      });
}

void UnixRelay::PumpToClient(const std::shared_ptr<Link>& link) {
  link->server.async_read_some(
      asio::buffer(link->to_client),
      [this, link](error_code failed, size_t size) {
        if (failed) return Close(*link);
        link->timer.expires_after(absl::ToChronoNanoseconds(delay_));
        link->timer.async_wait([this, link, size](error_code error) {
          if (!error) {
            asio::write(link->client, asio::buffer(link->to_client, size),
                        error);
          }
          if (error) return Close(*link);
          PumpToClient(link);
        });
      });
}

}  // namespace backlinks::state::redis::testing_redis
