#include "client/cpp/cli/program.h"

#include <algorithm>
#include <sstream>

#include "client/cpp/cli/color.h"
#include "client/cpp/cli/commands.h"
#include "client/cpp/cli/completion.h"
#include "client/cpp/cli/completion_scripts.h"
#include "client/cpp/cli/hyphen_word.h"
#include "fmt/format.h"

namespace backlinks::cli {
namespace {

// Returns the words in the order that CLI11 expects.
std::vector<std::string> Reversed(const std::vector<std::string>& words) {
  std::vector<std::string> reversed(words.rbegin(), words.rend());
  if (!reversed.empty()) reversed.pop_back();
  return reversed;
}

int PrintHelp(const CLI::App& app, const CLI::Success& success,
              Console& console) {
  std::ostringstream text;
  app.exit(success, text, text);
  console.out.Write(text.str());
  return kExitDone;
}

// Bypasses the parser, which would reject an incomplete command line.
int PrintCompletion(const CLI::App& app, const std::vector<std::string>& words,
                    Console& console) {
  const std::vector<std::string> typed(words.begin() + 2, words.end());
  console.out.Write(CompletionText(Complete(app, typed)));
  return kExitDone;
}

// Returns the exit status, disregarding failed writes.
int RunWords(const std::vector<std::string>& words, Console& console) {
  CLI::App app("Backlinks as a stream of rows.", "backlinks");
  // The server's options may be before or after the command's name.
  app.require_subcommand(1)->fallthrough();
  ServerArguments server;
  AddServerOptions(app, server);
  const CLI::Option* const color = AddColorOption(app);
  const std::vector<Command> commands = {
      AddStreamCommand(app),      AddListCommand(app),
      AddExplainCommand(app),     AddColumnsCommand(app),
      AddParseFilterCommand(app), AddUsageCommand(app),
      AddTopCommand(app),         AddKeysCommand(app),
      AddCompletionCommand(app),  AddManCommand(app)};
  if (words.size() > 1 && words[1] == kCompleteWord) {
    return PrintCompletion(app, words, console);
  }
  if (const auto error = HyphenWordError(app, words)) {
    ChooseColors(*color, console);
    PrintError(console, *error + '\n');
    return kExitUsage;
  }
  try {
    app.parse(Reversed(words));
  } catch (const CLI::Success& success) {
    return PrintHelp(app, success, console);
  } catch (const CLI::ParseError& error) {
    ChooseColors(*color, console);
    PrintError(console, fmt::format("{}\n", error.what()));
    return kExitUsage;
  }
  ChooseColors(*color, console);
  if (const absl::Status key = ReadApiKey(server); !key.ok()) {
    PrintError(console, std::string(key.message()) + '\n');
    return kExitUsage;
  }
  const auto chosen =
      std::find_if(commands.begin(), commands.end(),
                   [](const Command& command) { return bool{*command.app}; });
  return chosen->run({words, server, console});
}

}  // namespace

int RunBacklinks(const std::vector<std::string>& words, Console console) {
  const int exit = RunWords(words, console);
  console.out.Finish();
  const absl::Status& written = console.out.status();
  if (!written.ok()) {
    PrintError(console, std::string(written.message()) + '\n');
  }
  console.err.Finish();
  const bool ok = written.ok() && console.err.status().ok();
  const bool rows_came = exit == kExitDone || exit == kExitCut;
  return rows_came && !ok ? kExitFailed : exit;
}

}  // namespace backlinks::cli
