#include <memory>

#include "client/cpp/cli/command_text.h"
#include "client/cpp/cli/commands.h"
#include "client/cpp/cli/interrupter.h"
#include "client/cpp/cli/price_cut.h"
#include "client/cpp/cli/progress.h"
#include "client/cpp/cli/query_arguments.h"
#include "client/cpp/cli/row_output.h"
#include "client/cpp/cli/summary_text.h"
#include "fmt/format.h"

namespace backlinks::cli {
namespace {

struct StreamArguments {
  QueryArguments query;
  RowCountArguments count;
  RowFormatArguments format;
  std::string resume_token;
};

// Returns false if nothing more can be written.
bool Pump(RefpageStream& stream, Console& console, RowOutput& output) {
  Progress progress(console);
  while (const v1::StreamRefpagesResponse* message = stream.NextMessage()) {
    progress.Before(*message);
    if (!output.WriteMessage(*message)) return false;
    progress.After(*message);
  }
  return true;
}

int Fail(const CommandContext& context, const absl::Status& status,
         const RefpageStream& stream, const RowOutput& output) {
  const int exit = FailCall(context, status);
  OutputFile& err = context.console.err;
  const std::string& token = stream.resume_token();
  if (output.row_count() > 0) {
    err.Write(fmt::format("  after {} rows\n", output.row_count()));
  }
  if (stream.resumes() > 0) {
    err.Write(fmt::format("  after resuming {} times\n", stream.resumes()));
  }
  if (!token.empty()) {
    err.Write(fmt::format("  resume token: {}\n  resume with{}: {}\n", token,
                          output.AppendRemark(),
                          ContinuedCommand(context.words, "--resume", token,
                                           output.AppendFlag())));
  }
  return exit;
}

int Report(const CommandContext& context, RefpageStream& stream,
           RowOutput& output) {
  const absl::Status status = stream.Finish();
  output.Finish(status.ok());
  if (!status.ok()) {
    return Fail(context, status, stream, output);
  }
  OutputFile& err = context.console.err;
  if (err.is_terminal() && stream.summary()) {
    err.Write(
        SummaryText(*stream.summary(), output.row_count(), stream.resumes()) +
        '\n');
    const std::string note = output.Note();
    if (!note.empty()) err.Write(note + '\n');
  }
  if (stream.summary() &&
      stream.summary()->end_reason() == v1::END_REASON_PRICE) {
    return ReportPriceCut(context, output, "--resume", stream.resume_token());
  }
  return kExitDone;
}

int Run(const CommandContext& context, const StreamArguments& arguments) {
  const absl::Status format = CheckRowFormat(context.console, arguments.format);
  if (!format.ok()) return FailUsage(context, format);
  const auto columns = SelectedColumns(
      arguments.query, IsTable(context.console, arguments.format.format));
  if (!columns.ok()) return FailUsage(context, columns.status());
  auto request = MakeRequest<v1::StreamRefpagesRequest>(
      arguments.query, arguments.count, *columns);
  if (!request.ok()) return FailUsage(context, request.status());
  request->set_resume_token(arguments.resume_token);
  if (IsArrow(arguments.format)) {
    request->set_response_format(v1::RESPONSE_FORMAT_ARROW);
  }
  RowOutput output(context.console, arguments.format, *columns);

  // Checked before anything is paid for.
  if (!context.console.out.CheckWritable()) return kExitFailed;
  BlockInterrupt();
  Client client(context.server.client);
  RefpageStream stream =
      client.StreamRefpages(*request, context.server.timeout);
  const Interrupter interrupter(stream);
  // A reader that wants no more (`| head`) is no failure; the program reports a
  // failed write.
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
  AddRowFormatOptions(*command, arguments->format);
  command->add_option("--resume", arguments->resume_token,
                      "Resume token of a stream of the same query");
  return {command, [arguments](const CommandContext& context) {
            return Run(context, *arguments);
          }};
}

}  // namespace backlinks::cli
