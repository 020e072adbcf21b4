#include <memory>

#include "client/cpp/cli/commands.h"
#include "fmt/format.h"
#include "service/common/api_key/api_key.h"

namespace backlinks::cli {
namespace {

// The key alone is data: standard output can be the file of --api-key-file.
int RunNew(const CommandContext& context, const std::string& name) {
  const std::string key = NewApiKey();
  context.console.out.Write(key + '\n');
  context.console.err.Write(fmt::format(
      "This key is not shown again. For the callers' file of the server:\n"
      "{}    keys: [\"{}\"]\n",
      name.empty() ? "" : fmt::format("  - name: {}\n", name),
      ApiKeyHashText(HashApiKey(key))));
  return kExitDone;
}

}  // namespace

Command AddKeysCommand(CLI::App& app) {
  auto name = std::make_shared<std::string>();
  CLI::App* keys = app.add_subcommand("keys", "Make API keys");
  keys->require_subcommand(1);
  CLI::App* command = keys->add_subcommand(
      "new",
      "Print a new API key, and on standard error its hash for the callers' "
      "file of the server");
  command->add_option("--name", *name,
                      "Name of the caller, for the line in the file");
  return {keys, [name](const CommandContext& context) {
            return RunNew(context, *name);
          }};
}

}  // namespace backlinks::cli
