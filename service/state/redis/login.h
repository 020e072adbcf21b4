// The commands that begin a connection.
//
// Threads: stateless.
#ifndef BACKLINKS_SERVICE_STATE_REDIS_LOGIN_H_
#define BACKLINKS_SERVICE_STATE_REDIS_LOGIN_H_

#include <vector>

#include "absl/status/status.h"
#include "service/state/redis/command.h"
#include "service/state/redis/reply.h"
#include "service/state/redis/server_address.h"

namespace backlinks::state::redis {

// `address` has a password.
Command AuthCommand(const ServerAddress& address);

// AUTH and SELECT, if the address needs them, and PING, which a server that
// loads its data rejects. ROLE, if Sentinels have named the server as the
// master: it may have become a replica since.
std::vector<Command> LoginCommands(const ServerAddress& address);

// Returns UNAVAILABLE with the first error, also if the server is not a master.
// It does not contain the server's words, which may repeat the password. There
// must be one reply for each command.
absl::Status CheckLoginReplies(const std::vector<Command>& commands,
                               const std::vector<Reply>& replies);

}  // namespace backlinks::state::redis

#endif  // BACKLINKS_SERVICE_STATE_REDIS_LOGIN_H_
