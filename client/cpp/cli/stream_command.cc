#include <memory>

#include "client/cpp/cli/command_text.h"
#include "client/cpp/cli/commands.h"
#include "client/cpp/cli/interrupter.h"
#include "client/cpp/cli/progress.h"
#include "client/cpp/cli/query_arguments.h"
#include "client/cpp/cli/row_output.h"
#include "client/cpp/cli/summary_text.h"
#include "fmt/format.h"

namespace backlinks {
namespace {

struct StreamArguments {
  QueryArguments query;
  RowCountArguments count;
  std::string format = "auto";
  std::string resume_token;
};

// Whether all of it could be written.
bool Pump(RefpageStream& stream, const Console& console, RowOutput& output) {
  Progress progress(console);
  bool ok = output.WriteHead();
  while (ok) {
    const v1::StreamRefpagesResponse* message = stream.NextMessage();
    if (message == nullptr) break;
    progress.Before(*message);
    ok = output.WriteRows(message->refpages());
    progress.After(*message);
  }
  return ok && output.WriteTail();
}

int Fail(const CommandContext& context, const absl::Status& status,
         const std::string& token, int64_t rows) {
  const int exit = FailCall(context, status);
  std::FILE* const err = context.console.err;
  if (rows > 0) fmt::print(err, "  after {} rows\n", rows);
  if (!token.empty()) {
    fmt::print(err, "  resume token: {}\n  go on with: {}\n", token,
               ContinuedCommand(context.words, "--resume", token));
  }
  return exit;
}

int Report(const CommandContext& context, RefpageStream& stream,
           const RowOutput& output) {
  const absl::Status status = stream.Finish();
  if (!status.ok()) {
    return Fail(context, status, stream.resume_token(), output.row_count());
  }
  if (context.console.err_is_terminal && stream.summary()) {
    fmt::print(
        context.console.err, "{}\n",
        SummaryText(*stream.summary(), output.row_count(), stream.resumes()));
    const std::string note = output.Note();
    if (!note.empty()) fmt::print(context.console.err, "{}\n", note);
  }
  return kExitDone;
}

int Run(const CommandContext& context, const StreamArguments& arguments) {
  const absl::Status format = CheckRowFormat(context.console, arguments.format);
  if (!format.ok()) return FailUsage(context, format);
  const auto columns = SelectedColumns(
      arguments.query, IsTable(context.console, arguments.format));
  if (!columns.ok()) return FailUsage(context, columns.status());
  auto request = MakeRequest<v1::StreamRefpagesRequest>(
      arguments.query, arguments.count, *columns);
  if (!request.ok()) return FailUsage(context, request.status());
  request->set_resume_token(arguments.resume_token);
  RowOutput output(context.console, arguments.format, *columns);

  BlockInterrupt();
  Client client(context.server.client);
  RefpageStream stream =
      client.StreamRefpages(*request, context.server.timeout);
  const Interrupter interrupter(stream);
  // Whoever reads no more (`| head`) has what they wanted.
  if (!Pump(stream, context.console, output)) return kExitDone;
  const int exit = Report(context, stream, output);
  return interrupter.interrupted() ? kExitInterrupted : exit;
}

}  // namespace

Command AddStreamCommand(CLI::App& app) {
  auto arguments = std::make_shared<StreamArguments>();
  CLI::App* command = app.add_subcommand("stream", "Stream rows of a target");
  AddQueryOptions(*command, arguments->query);
  AddRowCountOptions(*command, arguments->count);
  AddRowFormatOption(*command, arguments->format);
  command->add_option("--resume", arguments->resume_token,
                      "Go on where a stream of the same query broke");
  return {command, [arguments](const CommandContext& context) {
            return Run(context, *arguments);
          }};
}

}  // namespace backlinks
