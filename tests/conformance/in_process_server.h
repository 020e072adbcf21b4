// A server in this process, its client, and its upstream over the sample rows,
// whose account tests can read.
#ifndef BACKLINKS_TESTS_CONFORMANCE_IN_PROCESS_SERVER_H_
#define BACKLINKS_TESTS_CONFORMANCE_IN_PROCESS_SERVER_H_

#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "backlinks/client.h"
#include "fmt/format.h"
#include "gtest/gtest.h"
#include "service/app/server.h"
#include "service/embedded/embedded_upstream.h"

namespace backlinks::conformance {

class InProcessServer {
 public:
  // `dialect` is "ahrefs_v2" or "ahrefs_v3". `max_rows_per_request` is the cap
  // of the upstream, 0 for none; the server does not know it, except that it
  // knows of no cap on v2. Fails the running test if something cannot be
  // started; is_open() is then false.
  explicit InProcessServer(const std::string& dialect = "ahrefs_v2",
                           int64_t max_rows_per_request = 0) {
    auto upstream = embedded::EmbeddedUpstream::Start(
        {.token = "token", .max_rows_per_request = max_rows_per_request});
    if (!upstream.ok()) {
      Fail(upstream.status());
      return;
    }
    upstream_ = *std::move(upstream);
    const bool is_v3 = dialect == "ahrefs_v3";
    // v3 detects it without a further request; v2 does not.
    const bool knows_no_cap = !is_v3 && max_rows_per_request == 0;
    auto options = config::ParseOptions(
        {"--listen", "127.0.0.1:0", "--admin_listen", "127.0.0.1:0",
         "--upstream", dialect, "--upstream_url",
         upstream_->url() + (is_v3 ? "v3/" : ""),
         "--upstream_requests_per_minute", "0",
         "--upstream_max_rows_per_request", knows_no_cap ? "1000000" : "0",
         "--cache_ttl", "0", "--log_level", "error"},
        [](std::string_view name) {
          return name == "BACKLINKS_UPSTREAM_TOKEN" ? "token" : nullptr;
        });
    auto server = app::Server::Start(std::get<config::Options>(options));
    if (!server.ok()) {
      Fail(server.status());
      return;
    }
    server_ = *std::move(server);
    client_ = std::make_unique<Client>(ClientOptions{.server = Address()});
  }

  Client& client() const { return *client_; }
  const embedded::Account& account() const { return upstream_->account(); }
  bool is_open() const { return client_ != nullptr; }

 private:
  static void Fail(const absl::Status& status) { ADD_FAILURE() << status; }

  // "backlinks-server: grpc ADDRESS, admin …"
  std::string Address() const {
    const std::string line = server_->ReadyLine();
    const size_t begin = line.find("grpc ") + 5;
    return line.substr(begin, line.find(',', begin) - begin);
  }

  std::unique_ptr<embedded::EmbeddedUpstream> upstream_;
  std::unique_ptr<app::Server> server_;
  std::unique_ptr<Client> client_;
};

}  // namespace backlinks::conformance

#endif  // BACKLINKS_TESTS_CONFORMANCE_IN_PROCESS_SERVER_H_
