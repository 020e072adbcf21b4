#include <atomic>
#include <chrono>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>

#include "client/cpp/cli/commands.h"
#include "client/cpp/cli/interrupter.h"
#include "client/cpp/cli/price_cut.h"
#include "client/cpp/cli/query_arguments.h"
#include "client/cpp/cli/summary_text.h"
#include "client/cpp/cli/top_screen.h"
#include "client/cpp/cli/top_text.h"
#include "fmt/format.h"

namespace backlinks::cli {
namespace {

// The number of hosts counted exactly; a hundred times what a screen shows.
constexpr size_t kPlaces = 10'000;
constexpr int kTableLines = 20;

using Clock = std::chrono::steady_clock;

struct TopArguments {
  QueryArguments query;
  RowCountArguments count;
};

// Counts in its own thread, while another one shows the counts.
class Counter {
 public:
  Counter(RefpageStream& stream, const std::string& target)
      : state_{target, HostCounts(kPlaces), {}, 0, 0},
        thread_([this, &stream] { Count(stream); }) {}

  void Join() { thread_.join(); }
  bool done() const { return done_; }

  TopState Snapshot() {
    const std::lock_guard lock(mutex_);
    if (!done_) state_.seconds = Seconds();
    return state_;
  }

 private:
  void Count(RefpageStream& stream) {
    while (const auto* message = stream.NextMessage()) Add(*message);
    const std::lock_guard lock(mutex_);
    state_.seconds = Seconds();
    done_ = true;
  }

  void Add(const v1::StreamRefpagesResponse& message) {
    const std::lock_guard lock(mutex_);
    for (const v1::Refpage& row : message.refpages()) {
      state_.counts.Add(HostOfUrl(row.url_from()));
    }
    state_.rows += message.refpages_size();
    if (message.has_progress()) state_.progress = message.progress();
  }

  double Seconds() const {
    return std::chrono::duration<double>(Clock::now() - begin_).count();
  }

  const Clock::time_point begin_ = Clock::now();
  std::mutex mutex_;
  TopState state_;
  std::atomic<bool> done_ = false;
  std::thread thread_;
};

// Shows the counts until the stream ends or the user quits. Returns whether the
// user quit.
bool Watch(Counter& counter, RefpageStream& stream, bool with_color) {
  TopScreen screen(with_color);
  while (screen.ok() && !counter.done()) {
    screen.Draw(counter.Snapshot());
    if (!screen.WaitForQuit()) continue;
    stream.Cancel();
    return true;
  }
  return false;
}

void PrintTable(Console& console, const TopState& state) {
  std::string text;
  for (const auto& line : TopBars(state, console.width, kTableLines)) {
    text += line + '\n';
  }
  console.out.Write(text);
}

int Report(const CommandContext& context, RefpageStream& stream,
           const TopState& state, bool quit) {
  const absl::Status status = stream.Finish();
  PrintTable(context.console, state);
  if (!status.ok() && !quit) return FailCall(context, status);
  context.console.err.Write(fmt::format("{}{}\n", TopHead(state),
                                        quit ? "; ended before the last" : ""));
  if (stream.summary()) {
    context.console.err.Write(
        SummaryText(*stream.summary(), state.rows, stream.resumes()) + '\n');
    if (stream.summary()->end_reason() == v1::END_REASON_PRICE) {
      return ReportPriceCut(context, state.rows);
    }
  }
  return kExitDone;
}

int Run(const CommandContext& context, const TopArguments& arguments) {
  auto request = MakeRequest<v1::StreamRefpagesRequest>(
      arguments.query, arguments.count, {FindColumn("url_from")});
  if (!request.ok()) return FailUsage(context, request.status());
  if (!context.console.out.CheckWritable()) return kExitFailed;
  BlockInterrupt();
  Client client(context.server.client);
  RefpageStream stream =
      client.StreamRefpages(*request, context.server.timeout);
  const Interrupter interrupter(stream);
  Counter counter(stream, arguments.query.target);
  const Console& console = context.console;
  const bool quit = console.out.is_terminal() &&
                    Watch(counter, stream, console.out_has_color);
  counter.Join();
  const int exit = Report(context, stream, counter.Snapshot(), quit);
  return interrupter.interrupted() ? kExitInterrupted : exit;
}

}  // namespace

Command AddTopCommand(CLI::App& app) {
  auto arguments = std::make_shared<TopArguments>();
  CLI::App* command = app.add_subcommand(
      "top", "Watch which hosts the rows of a target come from");
  AddQueryOptions(*command, arguments->query);
  for (const char* name : {"--select", "--other-columns"}) {
    command->remove_option(command->get_option(name));
  }
  AddRowCountOptions(*command, arguments->count);
  return {command, [arguments](const CommandContext& context) {
            return Run(context, *arguments);
          }};
}

}  // namespace backlinks::cli
