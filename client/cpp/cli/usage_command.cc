#include <memory>

#include "client/cpp/cli/commands.h"
#include "client/cpp/cli/usage_text.h"

namespace backlinks::cli {
namespace {

int Run(const CommandContext& context, const std::string& format) {
  Client client(context.server.client);
  const auto usage = client.GetUsage({}, context.server.timeout);
  if (!usage.ok()) return FailCall(context, usage.status());
  context.console.out.Write(format == "json" ? JsonText(*usage)
                                             : UsageText(*usage));
  return kExitDone;
}

}  // namespace

Command AddUsageCommand(CLI::App& app) {
  auto format = std::make_shared<std::string>("text");
  CLI::App* command = app.add_subcommand(
      "usage", "Show what the server spent, and what is left upstream");
  AddTextFormatOption(*command, *format);
  return {command, [format](const CommandContext& context) {
            return Run(context, *format);
          }};
}

}  // namespace backlinks::cli
