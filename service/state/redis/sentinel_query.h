// The question for the master of a service, as Sentinel answers it.
//
// Threads: stateless.
#ifndef BACKLINKS_SERVICE_STATE_REDIS_SENTINEL_QUERY_H_
#define BACKLINKS_SERVICE_STATE_REDIS_SENTINEL_QUERY_H_

#include <string_view>

#include "absl/status/statusor.h"
#include "service/state/redis/command.h"
#include "service/state/redis/reply.h"
#include "service/state/redis/server_address.h"

namespace backlinks::state::redis {

Command MasterQuery(std::string_view service);

// Whether the Sentinel rejects the query before AUTH.
bool AsksForLogin(const Reply& reply);

// Returns UNAVAILABLE with what is wrong if the reply has no address.
absl::StatusOr<HostPort> ReadMaster(std::string_view service,
                                    const Reply& reply);

}  // namespace backlinks::state::redis

#endif  // BACKLINKS_SERVICE_STATE_REDIS_SENTINEL_QUERY_H_
