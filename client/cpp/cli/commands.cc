#include "client/cpp/cli/commands.h"

#include "client/cpp/cli/budget_hint.h"
#include "client/cpp/cli/color.h"
#include "client/cpp/cli/connection_hint.h"
#include "client/cpp/cli/error_text.h"
#include "fmt/format.h"
#include "google/protobuf/util/json_util.h"
#include "service/common/text/terminal_text.h"

namespace backlinks::cli {

void PrintError(Console& console, std::string_view text) {
  console.err.WriteRaw(
      Styled("backlinks:", Style::kError, console.err_has_color));
  console.err.Write(fmt::format(" {}", text));
}

int FailUsage(const CommandContext& context, const absl::Status& status) {
  PrintError(context.console, std::string(status.message()) + '\n');
  return kExitUsage;
}

int FailCall(const CommandContext& context, const absl::Status& status) {
  PrintError(context.console, ErrorText(status));
  for (const std::string& hint :
       {ConnectionHint(status, context.server.client), BudgetHint(status)}) {
    if (!hint.empty()) context.console.err.Write(fmt::format("  {}\n", hint));
  }
  return kExitFailed;
}

void AddTextFormatOption(CLI::App& app, std::string& format) {
  app.add_option("--format", format, "text or json")
      ->check(CLI::IsMember({"text", "json"}))
      ->capture_default_str();
}

std::string JsonText(const google::protobuf::Message& message) {
  google::protobuf::util::JsonPrintOptions options;
  options.add_whitespace = true;
  std::string text;
  const auto status =
      google::protobuf::util::MessageToJsonString(message, &text, options);
  return status.ok() ? text::TerminalJson(text) : status.ToString() + '\n';
}

}  // namespace backlinks::cli
