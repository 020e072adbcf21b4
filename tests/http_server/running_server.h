// An HttpServer with threads of its own.
#ifndef BACKLINKS_TESTS_HTTP_SERVER_RUNNING_SERVER_H_
#define BACKLINKS_TESTS_HTTP_SERVER_RUNNING_SERVER_H_

#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "boost/asio/executor_work_guard.hpp"
#include "boost/asio/io_context.hpp"
#include "gtest/gtest.h"
#include "service/http_server/http_server.h"

namespace backlinks::http_server {

class RunningServer {
 public:
  explicit RunningServer(HttpHandler handler,
                         const std::string& address = "127.0.0.1:0",
                         const HttpServerOptions& options = {})
      : server_(io_.get_executor(), std::move(handler), options) {
    const absl::Status status = server_.Start(address);
    EXPECT_TRUE(status.ok()) << status;
    for (int i = 0; i < 2; ++i) threads_.emplace_back([this] { io_.run(); });
  }
  ~RunningServer() {
    server_.Stop();
    work_.reset();
    io_.stop();
    for (std::thread& thread : threads_) thread.join();
  }

  HttpServer& server() { return server_; }
  uint16_t port() const { return server_.port(); }

 private:
  boost::asio::io_context io_;
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type>
      work_{io_.get_executor()};
  HttpServer server_;
  std::vector<std::thread> threads_;
};

}  // namespace backlinks::http_server

#endif  // BACKLINKS_TESTS_HTTP_SERVER_RUNNING_SERVER_H_
