#include <cstdio>
#include <memory>
#include <optional>

#include "client/cpp/cli/caret_text.h"
#include "client/cpp/cli/commands.h"
#include "client/cpp/cli/option_values.h"
#include "fmt/format.h"
#include "google/protobuf/util/json_util.h"
#include "service/common/status/error_details.h"

namespace backlinks::cli {
namespace {

struct ParseFilterArguments {
  std::optional<std::string> text;
  std::optional<std::string> json_file;  // "-" for stdin.
  std::string format = "text";
};

bool ReadFile(const Console& console, const std::string& name,
              std::string& text) {
  if (name == "-") return ReadAll(console.in, text);
  std::FILE* const file = std::fopen(name.c_str(), "rb");
  if (file == nullptr) return false;
  const bool ok = ReadAll(file, text);
  return std::fclose(file) == 0 && ok;
}

absl::StatusOr<v1::ParseFilterRequest> MakeParseRequest(
    const Console& console, const ParseFilterArguments& arguments) {
  v1::ParseFilterRequest request;
  if (arguments.text.has_value() == arguments.json_file.has_value()) {
    return absl::InvalidArgumentError(
        "parse-filter takes either a text or --filter-json");
  }
  if (arguments.text) {
    request.set_text(*arguments.text);
    return request;
  }
  std::string json;
  if (!ReadFile(console, *arguments.json_file, json)) {
    return absl::InvalidArgumentError("--filter-json: cannot read " +
                                      *arguments.json_file);
  }
  const auto status = google::protobuf::util::JsonStringToMessage(
      json, request.mutable_filter());
  if (!status.ok()) {
    return absl::InvalidArgumentError("--filter-json: not a filter: " +
                                      status.ToString());
  }
  return request;
}

int Fail(const CommandContext& context, const absl::Status& status,
         const std::optional<std::string>& text) {
  const int exit = FailCall(context, status);
  const auto position =
      ParseCount(GetMetadata(status, "position").value_or(""));
  if (text && position) {
    context.console.err.Write(CaretText(*text, *position) + '\n');
  }
  return exit;
}

int Run(const CommandContext& context, const ParseFilterArguments& arguments) {
  const auto request = MakeParseRequest(context.console, arguments);
  if (!request.ok()) return FailUsage(context, request.status());
  Client client(context.server.client);
  const auto parsed = client.ParseFilter(*request, context.server.timeout);
  if (!parsed.ok()) return Fail(context, parsed.status(), arguments.text);
  context.console.out.Write(arguments.format == "json"
                                ? JsonText(parsed->filter())
                                : parsed->canonical_text() + '\n');
  return kExitDone;
}

}  // namespace

Command AddParseFilterCommand(CLI::App& app) {
  auto arguments = std::make_shared<ParseFilterArguments>();
  CLI::App* command = app.add_subcommand(
      "parse-filter", "Translate a filter's text, or a filter into text");
  command->add_option("text", arguments->text, "Filter text");
  command->add_option("--filter-json", arguments->json_file,
                      "File with a Filter as JSON; -: standard input");
  AddTextFormatOption(*command, arguments->format);
  return {command, [arguments](const CommandContext& context) {
            return Run(context, *arguments);
          }};
}

}  // namespace backlinks::cli
