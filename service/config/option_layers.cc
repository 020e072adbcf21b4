#include "service/config/option_layers.h"

#include <algorithm>
#include <exception>
#include <fstream>
#include <sstream>

#include "CLI/App.hpp"
#include "CLI/Config.hpp"
#include "CLI/Error.hpp"
#include "CLI/Formatter.hpp"
#include "absl/status/statusor.h"
#include "fmt/format.h"
#include "service/config/flags.h"
#include "service/config/option_error.h"

namespace backlinks::config {
namespace {

using Args = std::vector<std::string>;

constexpr size_t kMaxFlagFileBytes = 1 << 20;

constexpr const char* kDescription =
    "Serves backlinks as a typed, streamed RPC (gRPC, backlinks.v1).";
constexpr const char* kFooter =
    "Every flag can come from the environment as BACKLINKS_<FLAG>, or from "
    "--flagfile; the\ncommand line has precedence over the environment, and "
    "the environment over the file.\nDurations are written 250ms, 5s, 2m; "
    "sizes 4096, 64KiB, 1MiB. A wrong flag is reported\nin one line, with exit "
    "status 2. SIGTERM and SIGINT start a drain.";

void Prepare(CLI::App& app, Options& options) {
  DefineFlags(app, options);
  app.set_help_flag("--help", "Print the flags and exit");
  app.set_version_flag("--version", "backlinks-server " BACKLINKS_VERSION,
                       "Print the version and exit");
  // AsksToPrint looks for it before anything is parsed.
  app.add_flag_callback(
      "--flags_json",
      [] {
        throw CLI::ValidationError(
            "--flags_json",
            "is allowed on the command line only, without a value");
      },
      "Print the flags, with their types and ranges, as JSON and exit");
  app.add_flag("--healthcheck", options.healthcheck,
               "Check the health of the server at --listen (timeout 3s). Exit "
               "status 0, or 1 with the reason");
  app.footer(kFooter);
  app.get_formatter()->column_width(36);
}

// Names the flag without its value, which may be a secret.
std::string DescribeExtras(const Args& extras) {
  for (const std::string& extra : extras) {
    if (extra.rfind('-', 0) != 0) continue;
    return fmt::format("unknown flag {}; see --help",
                       extra.substr(0, extra.find('=')));
  }
  return "only flags are allowed, but there is " +
         (extras.empty() ? "another argument" : extras.front());
}

// Overrides `options` with the flags in `args`, which are those of one source.
absl::Status Apply(const Args& args, std::string_view where, Options& options) {
  CLI::App app(kDescription, "backlinks-server");
  Prepare(app, options);
  try {
    // CLI11 expects the arguments in reverse order.
    app.parse(Args(args.rbegin(), args.rend()));
  } catch (const CLI::ExtrasError&) {
    return WrongOption(where, DescribeExtras(app.remaining()));
  } catch (const CLI::ParseError& e) {
    return WrongOption(where, e.what());
  }
  return absl::OkStatus();
}

// Applies the variables one by one, so that an error can name the variable.
absl::Status ApplyEnvironment(const Environment& environment,
                              Options& options) {
  for (const Flag& flag : Flags()) {
    const std::string variable = EnvironmentName(flag.name);
    const char* value = environment(variable.c_str());
    if (value == nullptr || *value == '\0') continue;
    const std::string arg = fmt::format("--{}={}", flag.name, value);
    if (absl::Status status = Apply({arg}, variable, options); !status.ok()) {
      return status;
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<std::string> ReadFlagFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string text(kMaxFlagFileBytes + 1, '\0');
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (!file.is_open() || file.bad() || !file.eof()) {
    return WrongOption("--flagfile " + path,
                       "cannot be read or is above 1 MiB");
  }
  text.resize(static_cast<size_t>(file.gcount()));
  return text;
}

absl::StatusOr<Args> FlagFileArgs(const std::string& path) {
  absl::StatusOr<std::string> text = ReadFlagFile(path);
  if (!text.ok()) return text.status();
  Args args;
  try {
    std::istringstream stream(*text);
    for (const CLI::ConfigItem& item : CLI::ConfigTOML().from_config(stream)) {
      if (item.name == "flagfile" || !item.parents.empty() ||
          item.inputs.size() != 1) {
        return WrongOption("--flagfile " + path,
                           item.fullname() + " is not allowed in it");
      }
      args.push_back(fmt::format("--{}={}", item.name, item.inputs[0]));
    }
  } catch (const std::exception& e) {
    return WrongOption("--flagfile " + path, e.what());
  }
  return args;
}

}  // namespace

std::optional<PrintAndExit> AsksToPrint(const Args& args) {
  Options ignored;
  CLI::App app(kDescription, "backlinks-server");
  Prepare(app, ignored);
  if (std::find(args.begin(), args.end(), "--help") != args.end()) {
    return PrintAndExit{app.help()};
  }
  if (std::find(args.begin(), args.end(), "--version") != args.end()) {
    return PrintAndExit{app.version() + "\n"};
  }
  if (std::find(args.begin(), args.end(), "--flags_json") != args.end()) {
    return PrintAndExit{FlagsJson()};
  }
  return std::nullopt;
}

// Looks for the name of the flag file first, since the file has the lowest
// precedence and is applied first.
absl::Status ApplyLayers(const Args& args, const Environment& environment,
                         Options& options) {
  Options named;
  absl::Status status = ApplyEnvironment(environment, named);
  if (status.ok()) status = Apply(args, "", named);
  if (!status.ok()) return status;
  if (!named.flagfile.empty()) {
    absl::StatusOr<Args> file = FlagFileArgs(named.flagfile);
    if (!file.ok()) return file.status();
    status = Apply(*file, "--flagfile " + named.flagfile, options);
    if (!status.ok()) return status;
  }
  status = ApplyEnvironment(environment, options);
  if (status.ok()) status = Apply(args, "", options);
  return status;
}

}  // namespace backlinks::config
