#include <memory>

#include "client/cpp/cli/commands.h"
#include "client/cpp/cli/usage_text.h"

namespace backlinks::cli {
namespace {

struct UsageArguments {
  std::string format = "text";
  bool all_callers = false;
};

int Run(const CommandContext& context, const UsageArguments& arguments) {
  Client client(context.server.client);
  v1::GetUsageRequest request;
  request.set_all_callers(arguments.all_callers);
  const auto usage = client.GetUsage(request, context.server.timeout);
  if (!usage.ok()) return FailCall(context, usage.status());
  Console& console = context.console;
  // The text contains no control characters but its styles.
  if (arguments.format == "json") {
    console.out.Write(JsonText(*usage));
  } else {
    console.out.WriteRaw(
        UsageText(*usage, {console.width, console.out_has_color}));
  }
  return kExitDone;
}

}  // namespace

Command AddUsageCommand(CLI::App& app) {
  auto arguments = std::make_shared<UsageArguments>();
  CLI::App* command = app.add_subcommand(
      "usage",
      "Show what you have spent and may spend, and what is left upstream");
  command->add_flag("--all-callers", arguments->all_callers,
                    "Show all callers. Only for callers with sees_all in the "
                    "server's callers file");
  AddTextFormatOption(*command, arguments->format);
  return {command, [arguments](const CommandContext& context) {
            return Run(context, *arguments);
          }};
}

}  // namespace backlinks::cli
