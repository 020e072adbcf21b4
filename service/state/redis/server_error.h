// What the errors that Redis returns mean.
//
// Threads: stateless.
#ifndef BACKLINKS_SERVICE_STATE_REDIS_SERVER_ERROR_H_
#define BACKLINKS_SERVICE_STATE_REDIS_SERVER_ERROR_H_

#include <string_view>

#include "absl/status/status.h"

namespace backlinks::state::redis {

enum class ServerError {
  kNoScript,      // EVALSHA of a script that this server does not know (yet).
  kOutOfMemory,   // maxmemory is reached, and nothing may be evicted.
  kReadOnly,      // A replica, for example after a failover.
  kLoading,       // Reads its data after a start, or lost its master.
  kBusy,          // Another client's script does not end.
  kCannotSave,    // Writes are off because the disk has failed.
  kNoReplicas,    // Writes are off because too few replicas are connected.
  kWrongNode,     // Redis Cluster: the key is on another node.
  kNotPermitted,  // Wrong or missing user, password or permission.
  kOther,
};

// `text` is an error reply. Redis 6 puts the error of a command that a script
// has called into another text, where it is found, too.
ServerError ClassifyServerError(std::string_view text);

// Whether another connection may reach a server without this error.
// `has_sentinels`: Sentinels know another master if this one has been cut off
// from its replicas.
bool NeedsReconnect(ServerError error, bool has_sentinels);

// Returns UNAVAILABLE with what is wrong. The server's own words are part of it
// for kOther alone: those about AUTH may repeat its arguments. Those about an
// unknown command do, too, and are cut there.
absl::Status ToStatus(std::string_view text);

}  // namespace backlinks::state::redis

#endif  // BACKLINKS_SERVICE_STATE_REDIS_SERVER_ERROR_H_
