// Runs commands of Redis from any executor.
#ifndef BACKLINKS_SERVICE_STATE_REDIS_CLIENT_H_
#define BACKLINKS_SERVICE_STATE_REDIS_CLIENT_H_

#include <memory>
#include <string>
#include <string_view>
#include <thread>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "boost/asio/awaitable.hpp"
#include "boost/asio/executor_work_guard.hpp"
#include "boost/asio/io_context.hpp"
#include "service/state/redis/command.h"
#include "service/state/redis/pipeline.h"
#include "service/state/redis/reply.h"
#include "service/state/redis/server_connection.h"

namespace backlinks::state::redis {

struct ClientOptions {
  ConnectionOptions connection;
  std::string ca_file;  // Of TLS. Empty: the system's CA certificates.
};

// One connection, on a thread of its own.
//
// Errors:  those of ServerConnection, and CANCELLED.
// Threads: Call may run on any executor that runs one handler at a time.
// Cancel:  terminal cancellation ends the wait, not the command.
class Client {
 public:
  // INVALID_ARGUMENT if the CA certificates cannot be read. Connects in the
  // background, so that the server need not be there.
  static absl::StatusOr<std::unique_ptr<Client>> Make(
      const ClientOptions& options);
  // No call may be running.
  ~Client();
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  // `command` must outlive the call.
  boost::asio::awaitable<Outcome> Call(const Command& command);

  // Returns the error with the name of the server.
  absl::Status WithName(const absl::Status& status) const;

 private:
  explicit Client(const ClientOptions& options,
                  std::unique_ptr<boost::asio::ssl::context> tls);

  const std::string name_;
  boost::asio::io_context io_{1};
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type>
      work_{io_.get_executor()};
  std::shared_ptr<ServerConnection> connection_;
  std::thread thread_;
};

}  // namespace backlinks::state::redis

#endif  // BACKLINKS_SERVICE_STATE_REDIS_CLIENT_H_
