#include "service/state/redis/login.h"

#include <string>

#include "fmt/format.h"
#include "service/state/redis/server_error.h"

namespace backlinks::state::redis {

std::vector<Command> LoginCommands(const ServerAddress& address) {
  std::vector<Command> commands;
  if (!address.password.empty()) {
    Command auth = {"AUTH"};
    if (!address.user.empty()) auth.push_back(address.user);
    auth.push_back(address.password.Reveal());
    commands.push_back(auth);
  }
  if (address.database != 0) {
    commands.push_back({"SELECT", fmt::to_string(address.database)});
  }
  commands.push_back({"PING"});
  return commands;
}

absl::Status CheckLoginReplies(const std::vector<Command>& commands,
                               const std::vector<Reply>& replies) {
  if (replies.size() != commands.size()) {
    return absl::UnavailableError("it sent a reply without a command");
  }
  for (size_t i = 0; i < replies.size(); ++i) {
    if (replies[i].type == Reply::Type::kStatus) continue;
    if (replies[i].is_error() &&
        ClassifyServerError(replies[i].text) != ServerError::kOther) {
      return ToStatus(replies[i].text);
    }
    return absl::UnavailableError(
        fmt::format("it rejects the command {}", commands[i].front()));
  }
  return absl::OkStatus();
}

}  // namespace backlinks::state::redis
