// Asks Sentinels which server is the master of a service.
//
// Each is asked on a connection of its own, one after another, until one knows
// the master. It is asked first the next time.
//
// Time:    ends after `timeout`, of which each Sentinel has an equal part.
// Errors:  UNAVAILABLE, with the name of each Sentinel and what is wrong.
// Threads: one executor. Several Find may run at the same time.
#ifndef BACKLINKS_SERVICE_STATE_REDIS_MASTER_LOOKUP_H_
#define BACKLINKS_SERVICE_STATE_REDIS_MASTER_LOOKUP_H_

#include <memory>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "boost/asio/any_io_executor.hpp"
#include "boost/asio/awaitable.hpp"
#include "boost/asio/ssl/context.hpp"
#include "service/state/redis/reply.h"
#include "service/state/redis/server_address.h"
#include "service/state/redis/stream.h"

namespace backlinks::state::redis {

class MasterLookup {
 public:
  // `address` has Sentinels. `tls` is null for connections without TLS, and
  // must outlive the lookup.
  MasterLookup(boost::asio::any_io_executor executor,
               const ServerAddress& address, boost::asio::ssl::context* tls,
               absl::Duration timeout);

  boost::asio::awaitable<absl::StatusOr<HostPort>> Find();

  // Asks another Sentinel first the next time, because the master that was
  // found cannot be used: the one that knew it may be cut off.
  void Distrust();

  // Ends Find, and all that follow, with this error.
  void Stop(const absl::Status& reason);

 private:
  boost::asio::awaitable<absl::StatusOr<HostPort>> Ask(
      const HostPort& sentinel);
  boost::asio::awaitable<absl::StatusOr<Reply>> Query(Stream& stream);
  // Returns a stream that Stop closes.
  std::shared_ptr<Stream> MakeStream();
  void AskFirst(const HostPort& sentinel);

  const boost::asio::any_io_executor executor_;
  const ServerAddress address_;
  boost::asio::ssl::context* const tls_;
  const absl::Duration timeout_;                // Of one Sentinel.
  std::vector<HostPort> sentinels_;             // In the order of a new lookup.
  std::vector<std::weak_ptr<Stream>> streams_;  // To those that are asked.
  absl::Status stopped_;                        // The reason; OK before Stop.
};

}  // namespace backlinks::state::redis

#endif  // BACKLINKS_SERVICE_STATE_REDIS_MASTER_LOOKUP_H_
