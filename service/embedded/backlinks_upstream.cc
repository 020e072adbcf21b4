// backlinks-upstream: the embedded upstream as a separate program.
//
// Exit: 0 when stopped or done; 1 if an import fails or its result cannot be
// printed; 2 with one line on stderr for a wrong flag, or an upstream that
// cannot start or print its URL.
#include <csignal>
#include <sstream>
#include <string>
#include <vector>

#include "CLI/CLI.hpp"
#include "fmt/format.h"
#include "service/common/stdio/standard_files.h"
#include "service/embedded/embedded_upstream.h"
#include "service/embedded/importer.h"
#include "service/memory/memory_trimmer.h"

namespace {

using backlinks::embedded::EmbeddedOptions;
using backlinks::embedded::EmbeddedUpstream;

// The maximum for rows and for units.
constexpr int64_t kMax = 1'000'000'000'000'000;

int Fail(int code, std::string_view message) {
  backlinks::PrintError("backlinks-upstream", message);
  return code;
}

// Returns 0, or `code` if the text cannot be written.
int Print(const std::string& text, int code) {
  const absl::Status printed = backlinks::PrintOutput(text);
  return printed.ok() ? 0 : Fail(code, std::string(printed.message()));
}

int PrintHelp(const CLI::App& app, const CLI::Success& success) {
  std::ostringstream text;
  app.exit(success, text, text);
  return Print(text.str(), 1);
}

int Serve(EmbeddedOptions& options) {
  // Blocks the signals before any thread is started, so that no thread receives
  // them.
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  backlinks::memory::MemoryTrimmer trimmer;
  options.on_idle = [&trimmer] { trimmer.Schedule(); };
  const auto upstream = EmbeddedUpstream::Start(options);
  if (!upstream.ok()) {
    return Fail(2, std::string(upstream.status().message()));
  }
  const std::string& note = (*upstream)->import_note();
  if (!note.empty()) backlinks::PrintError("backlinks-upstream", note);
  const int printed =
      Print(fmt::format("listening on {}\n", (*upstream)->url()), 2);
  if (printed != 0) return printed;
  int signal = 0;
  sigwait(&signals, &signal);
  return 0;
}

int Import(const std::vector<std::string>& files, const std::string& out) {
  const auto report = backlinks::embedded::ImportFiles(files, out);
  if (!report.ok()) {
    return Fail(1, std::string(report.status().message()));
  }
  const std::string malformed =
      backlinks::embedded::DescribeMalformedCells(report->malformed_cells);
  if (!malformed.empty()) {
    backlinks::PrintError("backlinks-upstream", malformed);
  }
  return Print(fmt::format("{} rows\n", report->row_count), 1);
}

}  // namespace

int main(int argc, char** argv) {
  backlinks::PrepareStandardFiles();
  CLI::App app("The embedded upstream: API v2 and v3 over SQLite.");
  app.require_subcommand(1);

  EmbeddedOptions options;
  options.listen = "127.0.0.1:8080";
  std::string fault;
  CLI::App* serve = app.add_subcommand("serve", "Serve v2, and v3 under /v3/");
  serve->add_option("--listen", options.listen, "Address and port; 0: any")
      ->capture_default_str();
  serve->add_option("--data", options.data,
                    "Database, JSONL or CSV; default: the shipped sample");
  serve->add_option("--token", options.token,
                    "The only valid token, or v3 key");
  serve
      ->add_option("--max_rows_per_request", options.max_rows_per_request,
                   "Cap of limit; 0: none")
      ->check(CLI::Range(int64_t{0}, kMax));
  serve
      ->add_option("--units_limit", options.units_limit,
                   "API units that v3 has in all; 0: 1,000,000,000")
      ->check(CLI::Range(int64_t{0}, kMax));
  serve->add_option("--fault", fault, "How to misbehave, e.g. status=503");
  serve->add_option("--account", options.account_file,
                    "File that gets a JSON line for every answered request");

  std::vector<std::string> files;
  std::string out;
  CLI::App* import = app.add_subcommand("import", "Make a database of rows");
  import->add_option("files", files, "JSONL or CSV exports of Ahrefs")
      ->required();
  import->add_option("--out", out, "The database to write")->required();

  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& success) {
    return PrintHelp(app, success);
  } catch (const CLI::ParseError& error) {
    return Fail(2, error.what());
  }
  if (*import) return Import(files, out);
  const auto parsed = backlinks::embedded::ParseFault(fault);
  if (!parsed.ok()) {
    return Fail(2, std::string(parsed.status().message()));
  }
  options.fault = *parsed;
  return Serve(options);
}
