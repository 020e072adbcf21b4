// A command of Redis and its encoding.
#ifndef BACKLINKS_SERVICE_STATE_REDIS_COMMAND_H_
#define BACKLINKS_SERVICE_STATE_REDIS_COMMAND_H_

#include <string>
#include <vector>

namespace backlinks::state::redis {

// The name, and the arguments: any bytes.
using Command = std::vector<std::string>;

// Returns the bytes to send.
std::string EncodeCommand(const Command& command);

}  // namespace backlinks::state::redis

#endif  // BACKLINKS_SERVICE_STATE_REDIS_COMMAND_H_
