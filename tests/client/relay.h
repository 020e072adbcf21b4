// A TCP relay in front of a server: cut, it looks to clients as if the server
// had been killed.
//
// Threads: any; it runs one of its own.
#ifndef BACKLINKS_TESTS_CLIENT_RELAY_H_
#define BACKLINKS_TESTS_CLIENT_RELAY_H_

#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "boost/asio/executor_work_guard.hpp"
#include "boost/asio/io_context.hpp"
#include "boost/asio/ip/tcp.hpp"

namespace backlinks {

class Relay {
 public:
  // Relays to this port of 127.0.0.1, from a free one.
  explicit Relay(int server_port);
  ~Relay();

  std::string address() const { return "127.0.0.1:" + std::to_string(port_); }

  // Resets every connection and rejects new ones.
  void Cut();
  // Listens again, on the same port.
  void Open();

 private:
  using Tcp = boost::asio::ip::tcp;
  struct Link {
    Tcp::socket client;
    Tcp::socket server;
  };

  void Listen();
  void Accept();
  static void Pump(const std::shared_ptr<Link>& link, Tcp::socket& from,
                   Tcp::socket& to);
  // Runs it on the relay's thread, and waits.
  template <typename Function>
  void Do(Function function);

  const int server_port_;
  int port_ = 0;
  boost::asio::io_context io_{1};
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type>
      work_{io_.get_executor()};
  Tcp::acceptor acceptor_{io_};
  std::vector<std::weak_ptr<Link>> links_;
  std::thread thread_;
};

}  // namespace backlinks

#endif  // BACKLINKS_TESTS_CLIENT_RELAY_H_
