// The connection to a Redis server, which is opened again whenever it is lost.
//
// Commands are sent at once, many of them before the first reply (pipelining).
// A command that is added while the connection is being opened waits for it. If
// it cannot be opened, the commands that wait fail, and those that are added
// before the next attempt fail at once. The pauses between attempts are those
// of ConnectionOptions::backoff; there is none after a connection that worked,
// or was open for longer than the longest pause. A server that is read-only, or
// not the one of the key, is left, too.
//
// With Sentinels each attempt first asks them for the master, and fails if the
// server that they name is not one. A master is left when they name another
// one, or when it has too few replicas (min-replicas-to-write).
//
// Errors:  UNAVAILABLE, with the name of the server and what is wrong, never
//          with the user, the password or an argument of a command.
// Threads: one executor.
#ifndef BACKLINKS_SERVICE_STATE_REDIS_SERVER_CONNECTION_H_
#define BACKLINKS_SERVICE_STATE_REDIS_SERVER_CONNECTION_H_

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "boost/asio/any_io_executor.hpp"
#include "boost/asio/awaitable.hpp"
#include "boost/asio/ssl/context.hpp"
#include "boost/asio/steady_timer.hpp"
#include "service/common/backoff/backoff.h"
#include "service/state/redis/master_watch.h"
#include "service/state/redis/pipeline.h"
#include "service/state/redis/reply_reader.h"
#include "service/state/redis/server_address.h"
#include "service/state/redis/stream.h"

namespace backlinks::state::redis {

struct ConnectionOptions {
  ServerAddress address;
  // Until the server has accepted user, password and database. With Sentinels
  // as long before, until they have named it.
  absl::Duration connect_timeout = absl::Seconds(2);
  // From Send to the reply. A reply that takes longer closes the connection.
  absl::Duration command_timeout = absl::Seconds(1);
  // Between two questions to Sentinels whether the master is another one.
  absl::Duration watch_interval = absl::Seconds(1);
  BackoffPolicy backoff{absl::Milliseconds(50), absl::Seconds(2)};
  ReplyLimits reply_limits;
};

class ServerConnection : public std::enable_shared_from_this<ServerConnection> {
 public:
  // `tls` is null for a connection without TLS.
  ServerConnection(boost::asio::any_io_executor executor,
                   const ConnectionOptions& options,
                   std::unique_ptr<boost::asio::ssl::context> tls);

  void Start();
  // Fails all commands. Those that are sent after that fail, too.
  void Stop();

  // Sets the deadline of the command.
  void Send(const Pipeline::Handle& command);
  void Cancel(const Pipeline::Handle& command) { pipeline_.Cancel(command); }

  const boost::asio::any_io_executor& executor() const { return executor_; }

 private:
  enum class Phase { kConnecting, kReady, kPaused, kStopped };

  void StartRun();
  void StartWatch();
  boost::asio::awaitable<void> Run();
  // Opens the connection, and uses it until it is lost. Returns why.
  boost::asio::awaitable<absl::Status> Use();
  boost::asio::awaitable<absl::Status> Open(ReplyReader& reader);
  // Sets `server_` if Sentinels know it.
  boost::asio::awaitable<absl::Status> FindMaster();
  boost::asio::awaitable<absl::Status> Receive(ReplyReader& reader);
  boost::asio::awaitable<void> Pause();

  absl::Status OnReply(Reply reply);
  void OnLost(const absl::Status& why);
  void Flush();
  void WatchDeadline();
  void OnDeadline();
  absl::Status Unavailable(std::string_view why) const;

  const boost::asio::any_io_executor executor_;
  const ConnectionOptions options_;
  const std::unique_ptr<boost::asio::ssl::context> tls_;
  const std::unique_ptr<MasterWatch> watch_;  // Null without Sentinels.
  ServerAddress server_;                      // Of this attempt.
  std::string server_name_;                   // Of `server_`, for errors.
  Pipeline pipeline_;
  Phase phase_ = Phase::kConnecting;
  std::shared_ptr<Stream> stream_;  // Of this attempt; never null after Start.
  bool is_writing_ = false;
  // No pause comes after this attempt.
  bool was_useful_ = false;
  int64_t failed_attempts_ = 0;
  absl::Status failure_;  // Why the last attempt failed; for kPaused.
  boost::asio::steady_timer pause_timer_;
  boost::asio::steady_timer deadline_timer_;
  bool is_watching_ = false;
};

}  // namespace backlinks::state::redis

#endif  // BACKLINKS_SERVICE_STATE_REDIS_SERVER_CONNECTION_H_
