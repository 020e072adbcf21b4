// The commands of the program `backlinks`, each in its own source file.
//
// Only data is written to stdout; everything else to stderr.
// Exit: 0 success; 1 the call or a write failed; 2 usage error; 3 success, but
//       the price cap or a budget truncated the result; 130 interrupted.
//       Commands need not check for failed writes: the program reports them at
//       its end.
#ifndef BACKLINKS_CLIENT_CPP_CLI_COMMANDS_H_
#define BACKLINKS_CLIENT_CPP_CLI_COMMANDS_H_

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/status/status.h"
#include "client/cpp/cli/console.h"
#include "client/cpp/cli/server_arguments.h"

namespace backlinks::cli {

inline constexpr int kExitDone = 0;
inline constexpr int kExitFailed = 1;
inline constexpr int kExitUsage = 2;
inline constexpr int kExitCut = 3;
inline constexpr int kExitInterrupted = 130;

// The objects that every command may use.
struct CommandContext {
  const std::vector<std::string>& words;  // The command line.
  const ServerArguments& server;
  Console& console;
};

struct Command {
  CLI::App* app;  // Parsed options, and whether it was called.
  std::function<int(const CommandContext&)> run;  // Returns the exit status.
};

// Each function adds its subcommand and options. The stream command blocks
// SIGINT in the thread that runs it, and ends on it.
Command AddStreamCommand(CLI::App& app);
Command AddTopCommand(CLI::App& app);
Command AddListCommand(CLI::App& app);
Command AddExplainCommand(CLI::App& app);
Command AddColumnsCommand(CLI::App& app);
Command AddParseFilterCommand(CLI::App& app);
Command AddUsageCommand(CLI::App& app);
Command AddKeysCommand(CLI::App& app);
Command AddCompletionCommand(CLI::App& app);
Command AddManCommand(CLI::App& app);  // `app` outlives the command.

// Writes an error to stderr; adds the final line break.
void PrintError(Console& console, std::string_view text);

// Report an error in the same way, and return the exit status.
int FailUsage(const CommandContext& context, const absl::Status& status);
int FailCall(const CommandContext& context, const absl::Status& status);

// Adds `--format text|json`.
void AddTextFormatOption(CLI::App& app, std::string& format);

// Returns the message as JSON, with the names of Protobuf's JSON mapping.
std::string JsonText(const google::protobuf::Message& message);

}  // namespace backlinks::cli

#endif  // BACKLINKS_CLIENT_CPP_CLI_COMMANDS_H_
