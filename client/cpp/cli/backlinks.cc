// backlinks: the command line client.
#include <pthread.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>

#include "CLI/CLI.hpp"
#include "client/cpp/cli/commands.h"
#include "fmt/format.h"
#include "grpc/support/log.h"

namespace {

using backlinks::StreamArguments;

void AddServerOptions(CLI::App& app, StreamArguments& arguments) {
  app.add_option("--server", arguments.client.server, "Host and port")
      ->envname("BACKLINKS_SERVER")
      ->capture_default_str();
  app.add_flag("--tls", arguments.client.tls,
               "By TLS, verified against the system's roots");
  app.add_option("--ca-file", arguments.client.ca_file,
                 "By TLS, verified against these certificates (PEM)");
}

void AddStreamOptions(CLI::App& app, StreamArguments& arguments) {
  app.add_option("target", arguments.target, "Domain, directory or URL")
      ->required();
  app.add_option("--mode", arguments.mode,
                 "exact, domain, subdomains or prefix")
      ->capture_default_str();
  app.add_option("--where", arguments.where,
                 "Filter text, e.g. 'ahrefs_rank >= 20 AND NOT nofollow'");
  app.add_option("--having", arguments.having,
                 "Filter text on the rows after grouping");
  app.add_option("--order-by", arguments.order_by,
                 "Columns, e.g. ahrefs_rank:desc,url_from");
  app.add_option("--select", arguments.select, "Columns, e.g. url_from,anchor");
  auto* limit = app.add_option("--limit", arguments.limit,
                               "At most so many rows (default 1000)");
  auto* all =
      app.add_flag("--all", arguments.all, "Every row; needs --max-price");
  auto* price = app.add_option("--max-price", arguments.max_price,
                               "The most it may cost, in the upstream's unit");
  all->excludes(limit)->needs(price);
  app.add_flag("--other-columns", arguments.other_columns,
               "Also columns beyond the 25 (jsonl)");
  app.add_option("--format", arguments.format,
                 "table, jsonl or csv; auto: a table on a terminal, else jsonl")
      ->check(CLI::IsMember({"auto", "table", "jsonl", "csv"}))
      ->capture_default_str();
  app.add_option("--timeout", arguments.timeout_seconds,
                 "Seconds for all of it; 0: no limit")
      ->check(CLI::NonNegativeNumber);
}

// Before any thread is there, so that the stream's own thread gets SIGINT.
void PrepareSignals() {
  std::signal(SIGPIPE, SIG_IGN);
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
}

}  // namespace

int main(int argc, char** argv) {
  if (std::getenv("GRPC_VERBOSITY") == nullptr) {
    gpr_set_log_function([](gpr_log_func_args*) {});
  }
  CLI::App app("Backlinks as a stream of rows.");
  // The server's options stand before or behind the command's name.
  app.require_subcommand(1)->fallthrough();
  StreamArguments arguments;
  CLI::App* stream = app.add_subcommand("stream", "Stream rows of a target");
  AddServerOptions(app, arguments);
  AddStreamOptions(*stream, arguments);
  app.add_subcommand("columns", "List the columns");
  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& success) {
    return app.exit(success);
  } catch (const CLI::ParseError& error) {
    fmt::print(stderr, "backlinks: {}\n", error.what());
    return backlinks::kExitUsage;
  }
  if (!*stream) return backlinks::RunColumns();
  PrepareSignals();
  return backlinks::RunStream(arguments);
}
