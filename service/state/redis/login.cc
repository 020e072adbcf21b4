#include "service/state/redis/login.h"

#include <string>
#include <string_view>

#include "fmt/format.h"
#include "service/common/status/status.h"
#include "service/state/redis/server_error.h"

namespace backlinks::state::redis {

namespace {

constexpr std::string_view kRole = "ROLE";

absl::Status CheckRole(const Reply& reply) {
  if (reply.is_error()) {
    return absl::UnavailableError("it rejects the command ROLE");
  }
  if (reply.type != Reply::Type::kArray || reply.elements.empty() ||
      reply.elements[0].text != "master") {
    return absl::UnavailableError("it is not the master");
  }
  return absl::OkStatus();
}

absl::Status CheckReply(const std::string& command, const Reply& reply) {
  if (reply.is_error() &&
      ClassifyServerError(reply.text) != ServerError::kOther) {
    return ToStatus(reply.text);
  }
  if (reply.type == Reply::Type::kStatus) return absl::OkStatus();
  return absl::UnavailableError(
      fmt::format("it rejects the command {}", command));
}

}  // namespace

Command AuthCommand(const ServerAddress& address) {
  Command command = {"AUTH"};
  if (!address.user.empty()) command.push_back(address.user);
  command.push_back(address.password.Reveal());
  return command;
}

std::vector<Command> LoginCommands(const ServerAddress& address) {
  std::vector<Command> commands;
  if (!address.password.empty()) commands.push_back(AuthCommand(address));
  if (address.database != 0) {
    commands.push_back({"SELECT", fmt::to_string(address.database)});
  }
  commands.push_back({"PING"});
  if (!address.sentinels.empty()) commands.push_back({std::string(kRole)});
  return commands;
}

absl::Status CheckLoginReplies(const std::vector<Command>& commands,
                               const std::vector<Reply>& replies) {
  for (size_t i = 0; i < commands.size(); ++i) {
    const std::string& name = commands[i].front();
    BACKLINKS_RETURN_IF_ERROR(name == kRole ? CheckRole(replies[i])
                                            : CheckReply(name, replies[i]));
  }
  return absl::OkStatus();
}

}  // namespace backlinks::state::redis
