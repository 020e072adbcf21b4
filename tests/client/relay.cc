#include "tests/client/relay.h"

#include <array>
#include <future>
#include <utility>

#include "boost/asio/post.hpp"
#include "boost/asio/write.hpp"

namespace backlinks {

using boost::system::error_code;

Relay::Relay(int server_port) : server_port_(server_port) {
  Listen();
  thread_ = std::thread([this] { io_.run(); });
}

Relay::~Relay() {
  Cut();
  work_.reset();
  thread_.join();
}

template <typename Function>
void Relay::Do(Function function) {
  std::promise<void> done;
  boost::asio::post(io_, [&] {
    function();
    done.set_value();
  });
  done.get_future().wait();
}

void Relay::Cut() {
  Do([this] {
    error_code ignored;
    acceptor_.close(ignored);
    for (const auto& weak : links_) {
      const auto link = weak.lock();
      if (!link) continue;
      link->client.set_option(Tcp::socket::linger(true, 0), ignored);
      link->client.close(ignored);
      link->server.close(ignored);
    }
    links_.clear();
  });
}

void Relay::Open() {
  Do([this] { Listen(); });
}

void Relay::Listen() {
  const Tcp::endpoint endpoint(boost::asio::ip::address_v4::loopback(),
                               static_cast<unsigned short>(port_));
  acceptor_.open(endpoint.protocol());
  acceptor_.set_option(Tcp::acceptor::reuse_address(true));
  acceptor_.bind(endpoint);
  acceptor_.listen();
  port_ = acceptor_.local_endpoint().port();
  Accept();
}

void Relay::Accept() {
  acceptor_.async_accept([this](error_code error, Tcp::socket client) {
    if (error) return;
    auto link =
        std::make_shared<Link>(Link{std::move(client), Tcp::socket(io_)});
    links_.push_back(link);
    link->server.connect({boost::asio::ip::address_v4::loopback(),
                          static_cast<unsigned short>(server_port_)},
                         error);
    Pump(link, link->client, link->server);
    Pump(link, link->server, link->client);
    Accept();
  });
}

void Relay::Pump(const std::shared_ptr<Link>& link, Tcp::socket& from,
                 Tcp::socket& to) {
  auto buffer = std::make_shared<std::array<char, 16384>>();
  from.async_read_some(
      boost::asio::buffer(*buffer),
      [link, &from, &to, buffer](error_code error, size_t size) {
        error_code ignored;
        if (!error) {
          boost::asio::write(to, boost::asio::buffer(*buffer, size), error);
        }
        if (error) {
          to.close(ignored);
          return;
        }
        Pump(link, from, to);
      });
}

}  // namespace backlinks
