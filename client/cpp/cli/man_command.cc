#include "client/cpp/cli/commands.h"
#include "client/cpp/cli/man_page.h"

namespace backlinks::cli {

Command AddManCommand(CLI::App& app) {
  return {app.add_subcommand("man", "Print the manual page, for man -l -"),
          [&app](const CommandContext& context) {
            context.console.out.Write(ManPage(app));
            return kExitDone;
          }};
}

}  // namespace backlinks::cli
