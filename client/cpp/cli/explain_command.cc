#include <memory>

#include "client/cpp/cli/color.h"
#include "client/cpp/cli/commands.h"
#include "client/cpp/cli/explain_text.h"
#include "client/cpp/cli/query_arguments.h"

namespace backlinks::cli {
namespace {

struct ExplainArguments {
  QueryArguments query;
  RowCountArguments count;
  std::string format = "text";
};

int Run(const CommandContext& context, const ExplainArguments& arguments) {
  // The columns that `stream` would request on this terminal.
  const auto columns =
      SelectedColumns(arguments.query, context.console.out.is_terminal());
  if (!columns.ok()) return FailUsage(context, columns.status());
  const auto request = MakeRequest<v1::ExplainRefpagesRequest>(
      arguments.query, arguments.count, *columns);
  if (!request.ok()) return FailUsage(context, request.status());
  Client client(context.server.client);
  const auto plan = client.ExplainRefpages(*request, context.server.timeout);
  if (!plan.ok()) return FailCall(context, plan.status());
  // Written raw, because the text contains no control characters but its
  // styles.
  if (arguments.format == "json") {
    context.console.out.Write(JsonText(*plan));
  } else {
    context.console.out.WriteRaw(
        WithBoldLabels(ExplainText(*plan), context.console.out_has_color));
  }
  return kExitDone;
}

}  // namespace

Command AddExplainCommand(CLI::App& app) {
  auto arguments = std::make_shared<ExplainArguments>();
  CLI::App* command = app.add_subcommand(
      "explain", "Show what stream would do and cost, without doing it");
  AddQueryOptions(*command, arguments->query);
  AddRowCountOptions(*command, arguments->count);
  AddTextFormatOption(*command, arguments->format);
  return {command, [arguments](const CommandContext& context) {
            return Run(context, *arguments);
          }};
}

}  // namespace backlinks::cli
