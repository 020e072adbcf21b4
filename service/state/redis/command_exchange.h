// Sends commands on a stream, and waits for their replies.
//
// Errors:  those of the stream and of the reader; UNAVAILABLE for a reply
//          without a command. An error of the server is a reply.
// Threads: the executor of the stream.
// Cancel:  Close of the stream.
#ifndef BACKLINKS_SERVICE_STATE_REDIS_COMMAND_EXCHANGE_H_
#define BACKLINKS_SERVICE_STATE_REDIS_COMMAND_EXCHANGE_H_

#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "boost/asio/awaitable.hpp"
#include "service/state/redis/command.h"
#include "service/state/redis/reply.h"
#include "service/state/redis/reply_reader.h"
#include "service/state/redis/stream.h"

namespace backlinks::state::redis {

// Returns one reply for each command. All arguments must outlive the call.
boost::asio::awaitable<absl::StatusOr<std::vector<Reply>>> RunCommands(
    Stream& stream, ReplyReader& reader, const std::vector<Command>& commands);

// Waits for bytes, and appends the replies that are complete with them, also if
// an error follows them.
boost::asio::awaitable<absl::Status> ReadReplies(Stream& stream,
                                                 ReplyReader& reader,
                                                 std::vector<Reply>& replies);

}  // namespace backlinks::state::redis

#endif  // BACKLINKS_SERVICE_STATE_REDIS_COMMAND_EXCHANGE_H_
