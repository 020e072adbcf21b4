// Leaves a server when Sentinels name another one as the master.
//
// Sentinels do not close the connections of a master that they replace while it
// is up, for example because they cannot reach it, or a person has asked them
// to. It remains writable for about ten seconds, or until they reach it again,
// and then all that was written to it since is lost.
//
// Threads: one executor.
#ifndef BACKLINKS_SERVICE_STATE_REDIS_MASTER_WATCH_H_
#define BACKLINKS_SERVICE_STATE_REDIS_MASTER_WATCH_H_

#include <memory>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "boost/asio/any_io_executor.hpp"
#include "boost/asio/awaitable.hpp"
#include "boost/asio/ssl/context.hpp"
#include "boost/asio/steady_timer.hpp"
#include "service/state/redis/master_lookup.h"
#include "service/state/redis/server_address.h"
#include "service/state/redis/stream.h"

namespace backlinks::state::redis {

class MasterWatch {
 public:
  // Asks once in each interval. For the rest see MasterLookup.
  MasterWatch(const boost::asio::any_io_executor& executor,
              const ServerAddress& address, boost::asio::ssl::context* tls,
              absl::Duration timeout, absl::Duration interval);

  MasterLookup& lookup() { return lookup_; }

  // Watches until Stop.
  boost::asio::awaitable<void> Run();
  // Also stops the lookup.
  void Stop(const absl::Status& reason);

  // Watches this stream, to this master, in place of the former one.
  void Watch(const std::shared_ptr<Stream>& stream, const HostPort& master);

 private:
  MasterLookup lookup_;
  const absl::Duration interval_;
  boost::asio::steady_timer timer_;
  bool is_stopped_ = false;
  std::weak_ptr<Stream> stream_;
  HostPort master_;
};

}  // namespace backlinks::state::redis

#endif  // BACKLINKS_SERVICE_STATE_REDIS_MASTER_WATCH_H_
