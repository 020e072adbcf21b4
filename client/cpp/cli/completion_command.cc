#include <memory>

#include "client/cpp/cli/commands.h"
#include "client/cpp/cli/completion_scripts.h"

namespace backlinks::cli {
namespace {

std::string_view Script(std::string_view shell) {
  if (shell == "bash") return kBashCompletion;
  return shell == "zsh" ? kZshCompletion : kFishCompletion;
}

}  // namespace

Command AddCompletionCommand(CLI::App& app) {
  auto shell = std::make_shared<std::string>();
  CLI::App* command = app.add_subcommand(
      "completion", "Print the completion script of a shell");
  command->add_option("shell", *shell, "bash, zsh or fish")
      ->required()
      ->check(CLI::IsMember({"bash", "zsh", "fish"}));
  return {command, [shell](const CommandContext& context) {
            context.console.out.Write(Script(*shell));
            return kExitDone;
          }};
}

}  // namespace backlinks::cli
