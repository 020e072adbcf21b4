#include "service/state/redis/command_exchange.h"

#include <string>
#include <utility>

namespace backlinks::state::redis {

namespace asio = boost::asio;

asio::awaitable<absl::Status> ReadReplies(Stream& stream, ReplyReader& reader,
                                          std::vector<Reply>& replies) {
  const auto bytes = co_await stream.Read();
  if (!bytes.ok()) co_return bytes.status();
  co_return reader.Feed(*bytes, replies);
}

asio::awaitable<absl::StatusOr<std::vector<Reply>>> RunCommands(
    Stream& stream, ReplyReader& reader, const std::vector<Command>& commands) {
  std::string bytes;
  for (const Command& command : commands) bytes += EncodeCommand(command);
  stream.Write(std::move(bytes), [] {});
  std::vector<Reply> replies;
  while (replies.size() < commands.size()) {
    const absl::Status read = co_await ReadReplies(stream, reader, replies);
    if (!read.ok()) co_return read;
  }
  if (replies.size() > commands.size()) {
    co_return absl::UnavailableError("it sent a reply without a command");
  }
  co_return replies;
}

}  // namespace backlinks::state::redis
