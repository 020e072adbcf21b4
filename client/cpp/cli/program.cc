#include "client/cpp/cli/program.h"

#include <algorithm>
#include <sstream>

#include "client/cpp/cli/commands.h"
#include "fmt/format.h"

namespace backlinks {
namespace {

// The words in the order in which CLI11 takes them from.
std::vector<std::string> Reversed(const std::vector<std::string>& words) {
  std::vector<std::string> reversed(words.rbegin(), words.rend());
  if (!reversed.empty()) reversed.pop_back();
  return reversed;
}

int PrintHelp(const CLI::App& app, const CLI::Success& success,
              const Console& console) {
  std::ostringstream text;
  app.exit(success, text, text);
  Put(console, text.str());
  return kExitDone;
}

}  // namespace

int RunBacklinks(const std::vector<std::string>& words,
                 const Console& console) {
  CLI::App app("Backlinks as a stream of rows.", "backlinks");
  // The server's options stand before or behind the command's name.
  app.require_subcommand(1)->fallthrough();
  ServerArguments server;
  AddServerOptions(app, server);
  const std::vector<Command> commands = {
      AddStreamCommand(app),      AddListCommand(app),
      AddExplainCommand(app),     AddColumnsCommand(app),
      AddParseFilterCommand(app), AddUsageCommand(app)};
  try {
    app.parse(Reversed(words));
  } catch (const CLI::Success& success) {
    return PrintHelp(app, success, console);
  } catch (const CLI::ParseError& error) {
    fmt::print(console.err, "backlinks: {}\n", error.what());
    return kExitUsage;
  }
  const auto chosen =
      std::find_if(commands.begin(), commands.end(),
                   [](const Command& command) { return bool{*command.app}; });
  return chosen->run({words, server, console});
}

}  // namespace backlinks
