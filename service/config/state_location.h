// Where the shared state is: in memory, in a file of SQLite, or in Redis.
#ifndef BACKLINKS_SERVICE_CONFIG_STATE_LOCATION_H_
#define BACKLINKS_SERVICE_CONFIG_STATE_LOCATION_H_

#include <optional>
#include <string>

#include "service/state/redis/server_address.h"

namespace backlinks::config {

// In memory if both members are empty. At most one is set.
struct StateLocation {
  std::string sqlite_file;
  std::optional<state::redis::ServerAddress> redis;

  bool in_memory() const { return sqlite_file.empty() && !redis; }

  // Returns "memory", "sqlite:FILE", or the URL with "***" in place of user and
  // password.
  std::string Redacted() const;
};

}  // namespace backlinks::config

#endif  // BACKLINKS_SERVICE_CONFIG_STATE_LOCATION_H_
